using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Domain.Access;

namespace Krewe.Api.Datasets;

/// <summary>Datasets in the graph: none can be made yet.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class DatasetQueries
{
    /// <summary>All datasets.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public IReadOnlyList<DatasetView> GetDatasets() => [];

    /// <summary>One dataset.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public DatasetView? GetDataset([ID<DatasetView>] string id) => DatasetView.Get(id);
}
