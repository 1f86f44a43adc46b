using System.Diagnostics.Metrics;

namespace Krewe.Embedded.Storage;

/// <summary>What the store counts. Meter: <c>Krewe.Embedded.Storage</c>.</summary>
internal static class StoreMetrics
{
    public const string MeterName = "Krewe.Embedded.Storage";

    private static readonly Meter Meter = new(MeterName);

    public static readonly Counter<long> Writes =
        Meter.CreateCounter<long>("store.writes", "{write}", "Atomic writes made durable.");

    public static readonly Counter<long> Commits =
        Meter.CreateCounter<long>("store.commits", "{commit}", "Syncs of the write-ahead log.");

    public static readonly Counter<long> Bytes =
        Meter.CreateCounter<long>("store.bytes", "By", "Bytes of writes made durable.");

    public static readonly Histogram<double> CheckpointSeconds =
        Meter.CreateHistogram<double>("store.checkpoint.duration", "s", "Length of a checkpoint.");

    public static readonly Gauge<long> LogBytes =
        Meter.CreateGauge<long>("store.log.size", "By", "Log since the last checkpoint.");

    public static readonly Gauge<long> StateBytes =
        Meter.CreateGauge<long>("store.state.size", "By", "State log, dead records included.");
}
