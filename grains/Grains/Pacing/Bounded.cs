namespace Krewe.Grains.Pacing;

/// <summary>Does the same for many, some at a time, on the caller's scheduler.</summary>
internal static class Bounded
{
    public static async Task ForEachAsync<T>(
        IReadOnlyList<T> items, int inFlightMax, Func<T, Task> action)
    {
        var calls = new List<Task>(Math.Min(inFlightMax, items.Count));
        for (var start = 0; start < items.Count; start += inFlightMax)
        {
            calls.Clear();
            var end = Math.Min(items.Count, start + inFlightMax);
            for (var index = start; index < end; index++)
            {
                calls.Add(action(items[index]));
            }

            await Task.WhenAll(calls);
        }
    }
}
