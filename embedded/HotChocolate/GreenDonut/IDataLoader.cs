namespace GreenDonut;

/// <summary>Loads values by their keys: many at once, and each key once for a request.</summary>
public interface IDataLoader<in TKey, TValue>
    where TKey : notnull
{
    /// <summary>The value of a key; null when there is none.</summary>
    Task<TValue?> LoadAsync(TKey key, CancellationToken cancellationToken = default);

    /// <summary>The values in the order of the keys.</summary>
    Task<IReadOnlyList<TValue?>> LoadAsync(
        IReadOnlyCollection<TKey> keys, CancellationToken cancellationToken = default);

    /// <summary>Notes a value, so that it is not loaded again.</summary>
    void SetCacheEntry(TKey key, Task<TValue?> value);

    /// <summary>Forgets a value, so that it is loaded again.</summary>
    void RemoveCacheEntry(TKey key);

    void ClearCache();
}

public static class DataLoaderExtensions
{
    /// <summary>The value of a key, which must be there.</summary>
    /// <exception cref="KeyNotFoundException">It is not.</exception>
    public static async Task<TValue> LoadRequiredAsync<TKey, TValue>(
        this IDataLoader<TKey, TValue> dataLoader,
        TKey key,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(dataLoader);
        return await dataLoader.LoadAsync(key, cancellationToken)
            ?? throw new KeyNotFoundException("The key has no value.");
    }

    /// <summary>The values of keys, which must all be there.</summary>
    /// <exception cref="KeyNotFoundException">One is not.</exception>
    public static async Task<IReadOnlyList<TValue>> LoadRequiredAsync<TKey, TValue>(
        this IDataLoader<TKey, TValue> dataLoader,
        IReadOnlyCollection<TKey> keys,
        CancellationToken cancellationToken = default)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(dataLoader);
        var values = await dataLoader.LoadAsync(keys, cancellationToken);
        return
        [
            .. values.Select(
                value => value ?? throw new KeyNotFoundException("A key has no value.")),
        ];
    }
}

public class DataLoaderOptions
{
    /// <summary>The most keys that are asked for at once. Default 1024; 0 sets no limit.</summary>
    public int MaxBatchSize { get; set; } = 1024;
}
