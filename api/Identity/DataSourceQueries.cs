using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Identity;

/// <summary>Data sources in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class DataSourceQueries
{
    /// <summary>One data source.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public Task<DataSourceView?> GetDataSourceAsync(
        [ID<DataSourceView>] string id,
        DefinitionsReader definitions,
        CancellationToken cancellationToken) =>
        DataSourceView.GetAsync(id, definitions, cancellationToken);

    /// <summary>All data sources, by number.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [UsePaging(ConnectionName = "DataSources")]
    public async Task<Connection<DataSourceView>> GetDataSourcesAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        string? nameContains,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        return Pages.Cut(
            NameFilter.Of(definitions.DataSources, source => source.Name, nameContains),
            source => source.DataSourceId,
            new PageRequest(first, after, last, before));
    }
}
