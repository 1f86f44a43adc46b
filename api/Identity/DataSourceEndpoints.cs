using Krewe.Api.Access;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Identity;

/// <summary>The data sources of the workspace, with what was decided when they were
/// saved.</summary>
internal static class DataSourceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/data-sources", ListAsync).Requires(Permission.ReadDefinitions);
        routes.MapGet("/v1/data-sources/{id:int}", GetAsync)
            .Requires(Permission.ReadDefinitions);
    }

    private static async Task<Ok<DataSourceAnswer[]>> ListAsync(
        IGrainFactory grains, CancellationToken cancellationToken, string? name = null)
    {
        var sources = await ReadAsync(grains, cancellationToken);
        return TypedResults.Ok<DataSourceAnswer[]>(
        [
            .. sources
                .Where(source => name is null
                    || source.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
                .Select(DataSourceAnswer.Of),
        ]);
    }

    private static async Task<Results<Ok<DataSourceAnswer>, ProblemHttpResult>> GetAsync(
        int id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var sources = await ReadAsync(grains, cancellationToken);
        return sources.FirstOrDefault(source => source.Id.Value == id) is { } found
            ? TypedResults.Ok(DataSourceAnswer.Of(found))
            : TypedResults.Problem(
                $"There is no data source {id}.", statusCode: StatusCodes.Status404NotFound);
    }

    private static async Task<IEnumerable<DataSource>> ReadAsync(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var snapshot = await grains.GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        return snapshot.Definition.DataSources;
    }
}

/// <summary>A data source as people see it.</summary>
/// <remarks>Only cross-device IDs stand for somebody and are kept for a time; while error sampling
/// is off it has no last day; recipients of reports are counted, not named.</remarks>
public sealed record DataSourceAnswer(
    int Id,
    string Name,
    string? Description,
    string? IntegrationCode,
    string? Namespace,
    IdType IdType,
    IdDefinition? IdDefinition,
    bool Inbound,
    bool Outbound,
    HashLabel ShareAs,
    ExportControls ExportControls,
    int? RetentionDays,
    DateOnly? ErrorSamplingUntil,
    int ReportRecipients)
{
    internal static DataSourceAnswer Of(DataSource source)
    {
        var isCustomers = source.IdType is IdType.CrossDevice;
        return new DataSourceAnswer(
            source.Id.Value,
            source.Name,
            source.Description,
            source.IntegrationCode,
            source.Namespace,
            source.IdType,
            isCustomers ? source.IdDefinition : null,
            source.Inbound,
            source.Outbound,
            source.ShareAs,
            source.ExportControls,
            isCustomers ? source.RetentionDays : null,
            source.ErrorSamplingUntil,
            source.ReportRecipients.Length);
    }
}
