namespace GreenDonut;

/// <summary>What loaders share: a memory, and the batch that collects keys.</summary>
public abstract class DataLoaderBase<TKey, TValue> : IDataLoader<TKey, TValue>, ILoader
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Task<TValue?>> _cache = [];
    private readonly List<Batch<TKey, TValue>> _sent = [];
    private readonly IBatchScheduler _scheduler;
    private readonly int _batchSizeMax;
    private Batch<TKey, TValue>? _open;

    protected DataLoaderBase(IBatchScheduler batchScheduler, DataLoaderOptions? options)
    {
        ArgumentNullException.ThrowIfNull(batchScheduler);
        ArgumentNullException.ThrowIfNull(options);
        _scheduler = batchScheduler;
        _batchSizeMax = options.MaxBatchSize <= 0 ? int.MaxValue : options.MaxBatchSize;
    }

    private protected virtual bool Batches => true;

    public Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        cancellationToken.ThrowIfCancellationRequested();
        Batch<TKey, TValue>? opened = null;
        Task<TValue?> value;
        lock (_gate)
        {
            if (_cache.TryGetValue(key, out var known))
            {
                return known;
            }

            if (_open is null || _open.Size >= _batchSizeMax)
            {
                opened = _open = new(_gate, FetchAsync, OnClosed, RemoveCacheEntry);
                _sent.Add(opened);
            }

            value = _open.AddAsync(key);
            _cache.Add(key, value);
            if (!Batches)
            {
                _open = null;
            }
        }

        if (opened is not null)
        {
            _scheduler.Schedule(opened);
        }

        return value;
    }

    public async Task<IReadOnlyList<TValue?>> LoadAsync(
        IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return await Task.WhenAll(keys.Select(key => LoadAsync(key, cancellationToken)));
    }

    public void SetCacheEntry(TKey key, Task<TValue?> value)
    {
        lock (_gate)
        {
            _cache.TryAdd(key, value);
        }
    }

    public void RemoveCacheEntry(TKey key)
    {
        lock (_gate)
        {
            _cache.Remove(key);
        }
    }

    public void ClearCache()
    {
        lock (_gate)
        {
            _cache.Clear();
        }
    }

    void ILoader.Cancel(CancellationToken cancellationToken)
    {
        Batch<TKey, TValue>[] sent;
        lock (_gate)
        {
            sent = [.. _sent];
        }

        foreach (var batch in sent)
        {
            batch.Cancel(cancellationToken);
        }
    }

    /// <summary>The values in the order of the keys.</summary>
    private protected abstract Task<IReadOnlyList<TValue?>> FetchAsync(
        IReadOnlyList<TKey> keys, CancellationToken cancellationToken);

    private void OnClosed(Batch<TKey, TValue> batch)
    {
        if (ReferenceEquals(_open, batch))
        {
            _open = null;
        }
    }
}

/// <summary>A loader, whatever it loads.</summary>
internal interface ILoader
{
    /// <summary>Ends all waiting: the request was given up.</summary>
    void Cancel(CancellationToken cancellationToken);
}
