using System.Diagnostics.Metrics;

namespace Krewe.Grains.Profiles;

/// <summary>What operators see of the feeds. Meter: <c>Krewe.Feed</c>.</summary>
internal sealed class FeedMetrics
{
    public const string MeterName = "Krewe.Feed";

    private readonly Counter<long> _dropped;
    private int _subscriptions;

    public FeedMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            "krewe.feed.subscriptions",
            () => Volatile.Read(ref _subscriptions),
            "{subscription}",
            "Subscriptions that are open in this process.");
        _dropped = meter.CreateCounter<long>(
            "krewe.feed.dropped", "{subscription}", "Subscriptions that were ended by a fault.");
    }

    /// <summary>Subscriptions that are open.</summary>
    public int Subscriptions => Volatile.Read(ref _subscriptions);

    public void Opened() => Interlocked.Increment(ref _subscriptions);

    /// <param name="fault">Why it ended; null: it was closed.</param>
    public void Ended(Exception? fault)
    {
        Interlocked.Decrement(ref _subscriptions);
        if (fault is not null)
        {
            _dropped.Add(1, new KeyValuePair<string, object?>("reason", fault.GetType().Name));
        }
    }
}
