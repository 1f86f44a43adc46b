using Krewe.Api.Access;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Onboarding;

/// <summary>Files to learn from, made for the data sources of the workspace.</summary>
internal static class SampleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/samples/id-sync/{source:int}", IdSyncAsync)
            .Requires(Permission.ReadDefinitions);
        routes.MapGet("/v1/samples/traits/{source:int}", TraitsAsync)
            .Requires(Permission.ReadDefinitions);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> IdSyncAsync(
        int source,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken,
        int? with = null) => Answer(SampleFiles.IdSync(
            await ReadAsync(grains, cancellationToken),
            new DataSourceId(source),
            with is { } other ? new DataSourceId(other) : null,
            time.GetUtcNow()));

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> TraitsAsync(
        int source,
        IGrainFactory grains,
        TimeProvider time,
        CancellationToken cancellationToken) => Answer(SampleFiles.Traits(
            await ReadAsync(grains, cancellationToken),
            new DataSourceId(source),
            time.GetUtcNow()));

    private static Results<FileContentHttpResult, ProblemHttpResult> Answer(SampleFile file) =>
        file.Name is { } name
            ? TypedResults.File([.. file.Content], "text/tab-separated-values", name)
            : TypedResults.Problem(
                file.Refusal,
                statusCode: file.IsUnknown
                    ? StatusCodes.Status404NotFound
                    : StatusCodes.Status422UnprocessableEntity);

    private static async Task<WorkspaceDefinition> ReadAsync(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var snapshot = await grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        return snapshot.Definition;
    }
}
