namespace Krewe.Grains.Pacing;

/// <summary>Does the same for many, some at a time, on the caller's scheduler.</summary>
internal static class Bounded
{
    /// <summary>Ends when all are done; after one that throws, no further one is begun.</summary>
    public static async Task ForEachAsync<T>(
        IReadOnlyList<T> items, int inFlightMax, Func<T, Task> action)
    {
        var next = -1;
        await Task.WhenAll(Enumerable
            .Range(0, Math.Min(inFlightMax, items.Count))
            .Select(_ => WorkAsync()));

        async Task WorkAsync()
        {
            for (int at; (at = Interlocked.Increment(ref next)) < items.Count;)
            {
                try
                {
                    await action(items[at]);
                }
                catch
                {
                    Volatile.Write(ref next, items.Count);
                    throw;
                }
            }
        }
    }
}
