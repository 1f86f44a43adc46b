using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace Krewe.Benchmarks;

/// <summary>Which types were allocated most, from a sample of every 100 kB.</summary>
internal sealed class AllocationProfile : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Collections = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <summary>Prints the share of each type since the last print.</summary>
    public void Print(int count)
    {
        var all = _bytes.Values.Sum();
        foreach (var (type, bytes) in _bytes.OrderByDescending(pair => pair.Value).Take(count))
        {
            Console.WriteLine($"  {100.0 * bytes / all,5:F1} %  {type}");
        }

        _bytes.Clear();
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime)
        {
            EnableEvents(eventSource, EventLevel.Verbose, Collections);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
        {
            return;
        }

        var type = (string)Part(eventData, "TypeName");
        var amount = (long)(ulong)Part(eventData, "AllocationAmount64");
        _bytes.AddOrUpdate(type, amount, (_, sum) => sum + amount);
    }

    private static object Part(EventWrittenEventArgs eventData, string name) =>
        eventData.Payload![eventData.PayloadNames!.IndexOf(name)]!;
}
