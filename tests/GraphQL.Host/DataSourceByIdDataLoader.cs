using GreenDonut;

namespace Krewe.GraphQL.Host;

public sealed class DataSourceByIdDataLoader(
    Catalog catalog, IBatchScheduler scheduler, DataLoaderOptions options)
    : BatchDataLoader<string, DataSource>(scheduler, options)
{
    protected override async Task<IReadOnlyDictionary<string, DataSource>> LoadBatchAsync(
        IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await Task.Yield();
        catalog.DataSourceBatches++;
        return catalog.DataSources
            .Where(source => keys.Contains(source.Id, StringComparer.Ordinal))
            .ToDictionary(source => source.Id, StringComparer.Ordinal);
    }
}
