using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Activation;

/// <summary>Destinations in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class DestinationQueries
{
    /// <summary>One destination.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public Task<DestinationView?> GetDestinationAsync(
        [ID<DestinationView>] string id,
        DefinitionsReader definitions,
        CancellationToken cancellationToken) =>
        DestinationView.GetAsync(id, definitions, cancellationToken);

    /// <summary>All destinations, by number.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [UsePaging(ConnectionName = "Destinations")]
    public async Task<Connection<DestinationView>> GetDestinationsAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        DefinitionsReader reader,
        CancellationToken cancellationToken) => Pages.Cut(
        (await reader.GetAsync(cancellationToken)).Destinations,
        destination => destination.Key.Value,
        new PageRequest(first, after, last, before));
}
