using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Segments;

/// <summary>Segments and their members.</summary>
internal static class SegmentEndpoints
{
    private const int MembersMax = 1_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/segments", ListAsync).Requires(Permission.ReadDefinitions);
        SegmentEstimateEndpoint.Map(routes);
        routes.MapGet("/v1/backfill", BackfillAsync).Requires(Permission.ReadDefinitions);
    }

    // The census walks every profile: exact, for operators, not for a page that refreshes.
    private static async Task<Results<Ok<SegmentAnswer[]>, ProblemHttpResult>> ListAsync(
        ISegmentCensus census,
        IGrainFactory grains,
        ClaimsPrincipal user,
        CancellationToken cancellationToken,
        int members = 0)
    {
        if (members > 0 && !user.May(Permission.ReadIdentifiers))
        {
            return AccessRefusals.Missing(Permission.ReadIdentifiers, user);
        }

        var snapshot = await grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        var counts = await census.TakeAsync(
            WorkspaceId.Main, Math.Clamp(members, 0, MembersMax), cancellationToken);
        var byId = counts.ToDictionary(count => count.Segment);
        return TypedResults.Ok<SegmentAnswer[]>([.. snapshot.Definition.Segments
            .Select(segment => new SegmentAnswer(
                segment.Id.Value,
                segment.Name,
                segment.Rule,
                segment.Status.ToString(),
                byId.GetValueOrDefault(segment.Id)?.Count ?? 0,
                [.. byId.GetValueOrDefault(segment.Id)?.Members
                    .Select(member => member.ToString()) ?? []]))]);
    }

    private static async Task<Ok<BackfillProgress>> BackfillAsync(
        IGrainFactory grains, CancellationToken cancellationToken) =>
        TypedResults.Ok(await grains.GetGrain<IBackfillGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken));
}

/// <summary>A segment, how many identities are its members, and some of them.</summary>
public sealed record SegmentAnswer(
    int Id, string Name, string Rule, string Status, long Count, string[] Members);
