namespace GreenDonut;

/// <summary>Loads one value for each key, many keys at once.</summary>
public abstract class BatchDataLoader<TKey, TValue>(
    IBatchScheduler batchScheduler, DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue>(batchScheduler, options)
    where TKey : notnull
{
    /// <summary>The values that are there. The list of keys is not to be kept.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    private protected sealed override async Task<IReadOnlyList<TValue?>> FetchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var found = await LoadBatchAsync(keys, cancellationToken);
        return [.. keys.Select(key => found.TryGetValue(key, out var value) ? value : default)];
    }
}

/// <summary>Loads many values for each key, many keys at once.</summary>
public abstract class GroupedDataLoader<TKey, TValue>(
    IBatchScheduler batchScheduler, DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue[]>(batchScheduler, options)
    where TKey : notnull
{
    /// <summary>The values that are there. The list of keys is not to be kept.</summary>
    protected abstract Task<ILookup<TKey, TValue>> LoadGroupedBatchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    private protected sealed override async Task<IReadOnlyList<TValue[]?>> FetchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken)
    {
        var found = await LoadGroupedBatchAsync(keys, cancellationToken);
        return [.. keys.Select(key => found[key].ToArray())];
    }
}

/// <summary>Loads one key at a time, each once for a request.</summary>
public abstract class CacheDataLoader<TKey, TValue>(DataLoaderOptions options)
    : DataLoaderBase<TKey, TValue>(new ImmediateScheduler(), options)
    where TKey : notnull
{
    private protected sealed override bool Batches => false;

    protected abstract Task<TValue> LoadSingleAsync(
        TKey key, CancellationToken cancellationToken);

    private protected sealed override async Task<IReadOnlyList<TValue?>> FetchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken) =>
        [await LoadSingleAsync(keys[0], cancellationToken)];
}
