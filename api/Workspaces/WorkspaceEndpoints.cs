using System.Globalization;
using Krewe.Api.Access;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Workspaces;

/// <summary>The workspace file: in force, planned, applied.</summary>
internal static class WorkspaceEndpoints
{
    private const int FileLengthMax = 64 << 20;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/workspace", GetAsync).Requires(Permission.ManageDefinitions);
        routes.MapPut("/v1/workspace", ApplyAsync)
            .Requires(Permission.ManageDefinitions)
            .Audits(AuditActions.WorkspaceApply, "workspace", (_, answer) => VersionOf(answer));
        routes.MapPost("/v1/workspace/plan", PlanAsync)
            .Requires(Permission.ManageDefinitions)
            .IsNotAudited("It changes nothing.");
    }

    private static async Task<FileContentHttpResult> GetAsync(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var known = await Workspace(grains).GetAsync(cancellationToken);
        return TypedResults.Bytes(WorkspaceFile.Write(known.Definition), "application/json");
    }

    private static Task<Results<Ok<WorkspaceAnswer>, UnprocessableEntity<WorkspaceAnswer>>>
        PlanAsync(
            HttpRequest request,
            IGrainFactory grains,
            TimeProvider time,
            CancellationToken cancellationToken) =>
        AnswerAsync(request, grains, time, applies: false, cancellationToken);

    private static Task<Results<Ok<WorkspaceAnswer>, UnprocessableEntity<WorkspaceAnswer>>>
        ApplyAsync(
            HttpRequest request,
            IGrainFactory grains,
            TimeProvider time,
            CancellationToken cancellationToken) =>
        AnswerAsync(request, grains, time, applies: true, cancellationToken);

    private static async Task<Results<Ok<WorkspaceAnswer>, UnprocessableEntity<WorkspaceAnswer>>>
        AnswerAsync(
            HttpRequest request,
            IGrainFactory grains,
            TimeProvider time,
            bool applies,
            CancellationToken cancellationToken)
    {
        var parsed = WorkspaceFile.Load(
            await ReadAsync(request, cancellationToken), WorkspaceRules.Default);
        var known = await Workspace(grains).GetAsync(cancellationToken);
        var answer = new WorkspaceAnswer
        {
            Version = known.Version,
            Faults = [.. parsed.Faults],
        };
        if (parsed.Definition is not { } definition)
        {
            return TypedResults.UnprocessableEntity(answer);
        }

        var refused = GovernanceRights.Find(
            known.Definition, definition, request.HttpContext.User).ToArray();
        if (refused.Length > 0)
        {
            return TypedResults.UnprocessableEntity(
                answer with { Faults = [.. parsed.Faults, .. refused] });
        }

        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var revision = WorkspaceRevision.Of(known.Definition, definition, parsed.Paths, today);
        if (!revision.Faults.IsEmpty)
        {
            return TypedResults.UnprocessableEntity(
                answer with { Faults = [.. parsed.Faults, .. revision.Faults] });
        }

        answer = answer with
        {
            Changes = [.. WorkspacePlan.Between(known.Definition, revision.Definition)],
        };
        return applies
            ? await PutInForceAsync(answer, definition, grains, cancellationToken)
            : TypedResults.Ok(answer);
    }

    // The definitions may have changed since the answer was begun.
    private static async Task<Results<Ok<WorkspaceAnswer>, UnprocessableEntity<WorkspaceAnswer>>>
        PutInForceAsync(
            WorkspaceAnswer answer,
            WorkspaceDefinition definition,
            IGrainFactory grains,
            CancellationToken cancellationToken)
    {
        var reply = await Workspace(grains).ApplyAsync(definition, cancellationToken);
        answer = answer with { Version = reply.Version };
        return reply.Faults.IsEmpty
            ? TypedResults.Ok(answer)
            : TypedResults.UnprocessableEntity(answer with
            {
                Changes = [],
                Faults = [.. reply.Faults.Select(fault => new DefinitionFault("$", 0, 0, fault))],
            });
    }

    private static async Task<byte[]> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await body.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            if (body.Length > FileLengthMax)
            {
                throw new BadHttpRequestException(
                    $"A workspace file has at most {FileLengthMax} bytes.",
                    StatusCodes.Status413PayloadTooLarge);
            }
        }

        return body.ToArray();
    }

    private static string? VersionOf(object? answer) =>
        (answer as WorkspaceAnswer)?.Version.ToString(CultureInfo.InvariantCulture);

    private static IWorkspaceGrain Workspace(IGrainFactory grains) =>
        grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name);
}

/// <summary>What a workspace file would change, or changed.</summary>
public sealed record WorkspaceAnswer
{
    /// <summary>The version in force.</summary>
    public long Version { get; init; }

    /// <summary>What differs from what was in force; empty: nothing.</summary>
    public PlannedChange[] Changes { get; init; } = [];

    /// <summary>Everything that is wrong or odd; with an error nothing is changed.</summary>
    public DefinitionFault[] Faults { get; init; } = [];
}
