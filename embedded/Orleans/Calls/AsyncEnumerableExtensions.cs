namespace Orleans.Runtime;

/// <summary>How the sequence of a grain is read.</summary>
public static class AsyncEnumerableExtensions
{
    /// <summary>How many items cross at once. In one process they cross one by one, at no cost.
    /// </summary>
    public static IAsyncEnumerable<T> WithBatchSize<T>(
        this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBatchSize);
        return self;
    }
}
