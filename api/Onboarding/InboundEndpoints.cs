using System.Globalization;
using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Onboarding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Onboarding;

/// <summary>Files in, and what became of them.</summary>
internal static class InboundEndpoints
{
    private const int JobsDefault = 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/v1/inbound/{fileName}", ReceiveAsync)
            .Requires(Permission.Ingest)
            .Audits(
                AuditActions.FileUpload,
                "job",
                (_, answer) => (answer as ImportJob)?.Id.ToString(CultureInfo.InvariantCulture));
        routes.MapGet("/v1/jobs", ListAsync).Requires(Permission.ReadJobs);
        routes.MapGet("/v1/jobs/{id:int}", GetAsync).Requires(Permission.ReadJobs);
    }

    private static async Task<Results<Accepted<ImportJob>, ProblemHttpResult>>
        ReceiveAsync(
            string fileName,
            HttpContext context,
            IInboundFiles files,
            CancellationToken cancellationToken)
    {
        // A file may be gigabytes long; its own limits are checked where it is read.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var received = await files.ReceiveAsync(
            fileName, context.Request.Body, cancellationToken);
        return received.Job is { } job
            ? TypedResults.Accepted($"/v1/jobs/{job.Id}", job)
            : TypedResults.Problem(
                received.Refusal, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<Ok<ImportJob[]>> ListAsync(
        IGrainFactory grains,
        ClaimsPrincipal user,
        CancellationToken cancellationToken,
        int? before = null,
        int count = JobsDefault)
    {
        var inbound = grains.GetGrain<IInboundGrain>(WorkspaceId.Main.Name);
        return TypedResults.Ok<ImportJob[]>(
            [.. (await inbound.ListAsync(before, count, cancellationToken))
                .Select(job => job.For(user))]);
    }

    private static async Task<Results<Ok<ImportJob>, ProblemHttpResult>> GetAsync(
        int id, IGrainFactory grains, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var job = await grains.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(id))
            .GetAsync(cancellationToken);
        return job is null
            ? TypedResults.Problem(
                $"There is no job {id}.", statusCode: StatusCodes.Status404NotFound)
            : TypedResults.Ok(job.For(user));
    }

    // Anything may be dropped into the folder, also a file that is named after a person.
    private static ImportJob For(this ImportJob job, ClaimsPrincipal user) => job with
    {
        File = PersonalData.Excerpt(job.File),
        Archived = job.Archived is { } archived ? PersonalData.Excerpt(archived) : null,
        Receipt = job.Receipt is { } receipt
            ? receipt with
            {
                File = PersonalData.Excerpt(receipt.File),
                Samples = receipt.Samples.For(user),
            }
            : null,
    };
}
