using Krewe.Api.Access;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Activation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Activation;

/// <summary>Destinations, what they have sent, and sending again after a pause.</summary>
internal static class DestinationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/destinations", ListAsync).Requires(Permission.ReadDefinitions);
        routes.MapPost("/v1/destinations/{id:int}/resume", ResumeAsync)
            .Requires(Permission.ManageDefinitions)
            .Audits(
                AuditActions.DestinationResume,
                "destination",
                (context, _) => context.GetRouteValue("id")?.ToString());
    }

    private static async Task<Ok<DestinationAnswer[]>> ListAsync(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var snapshot = await grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        var answers = new List<DestinationAnswer>();
        foreach (var destination in snapshot.Definition.Destinations)
        {
            var status = await Destination(grains, destination.Id)
                .GetStatusAsync(cancellationToken);
            answers.Add(new DestinationAnswer(
                destination.Id.Value,
                destination.Name,
                status.PausedBecause,
                [.. status.Audiences.OrderBy(pair => pair.Key).Select(pair =>
                    new AudienceAnswer(pair.Key.Value, pair.Value.Value))],
                status.LeftBehind,
                status.Totals,
                [.. status.Warnings]));
        }

        return TypedResults.Ok<DestinationAnswer[]>([.. answers]);
    }

    private static async Task<NoContent> ResumeAsync(
        int id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        await Destination(grains, new DestinationId(id)).ResumeAsync(cancellationToken);
        return TypedResults.NoContent();
    }

    private static IDestinationGrain Destination(IGrainFactory grains, DestinationId id) =>
        grains.GetGrain<IDestinationGrain>(WorkspaceId.Main.DestinationKey(id));
}

/// <summary>A destination as operators see it.</summary>
public sealed record DestinationAnswer(
    int Id,
    string Name,
    string? PausedBecause,
    AudienceAnswer[] Audiences,
    int LeftBehind,
    ShardStatus Totals,
    string[] Warnings);

/// <summary>The platform's audience of a segment.</summary>
public sealed record AudienceAnswer(int Segment, string Audience);
