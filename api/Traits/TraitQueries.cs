using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Domain.Access;

namespace Krewe.Api.Traits;

/// <summary>Traits in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class TraitQueries
{
    /// <summary>One trait.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public Task<TraitView?> GetTraitAsync(
        [ID<TraitView>] string id,
        DefinitionsReader definitions,
        CancellationToken cancellationToken) =>
        TraitView.GetAsync(id, definitions, cancellationToken);

    /// <summary>All traits, by number.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [UsePaging(ConnectionName = "Traits")]
    public async Task<Connection<TraitView>> GetTraitsAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        [ID<DataSourceView>] string? dataSourceId,
        string? nameContains,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        var owned = dataSourceId is null
            ? definitions.Traits
            : definitions.TraitsOf(dataSourceId);
        return Pages.Cut(
            NameFilter.Of(owned, trait => trait.Name, nameContains),
            trait => trait.Sid,
            new PageRequest(first, after, last, before));
    }
}
