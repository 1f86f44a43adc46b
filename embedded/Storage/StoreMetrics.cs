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

    public static readonly Histogram<double> CompactionSeconds =
        Meter.CreateHistogram<double>("store.compaction.duration", "s", "Length of a compaction.");

    public static readonly Counter<long> MaintenanceFailures = Meter.CreateCounter<long>(
        "store.maintenance.failures", "{failure}", "Checkpoints and compactions that failed.");

    public static readonly Counter<long> Waits = Meter.CreateCounter<long>(
        "store.queue.waits", "{write}", "Writes that had to wait for a place in the queue.");

    public static readonly Counter<long> CompactionWaits = Meter.CreateCounter<long>(
        "store.compaction.waits", "{write}", "Writes that had to wait for compaction.");

    public static readonly Gauge<long> LiveBytes =
        Meter.CreateGauge<long>("store.state.live", "By", "State that lived at last compaction.");

    public static readonly Gauge<long> MemoryBytes =
        Meter.CreateGauge<long>("store.memory.size", "By", "Index and pages of both logs.");

    public static readonly Gauge<long> StateBytes =
        Meter.CreateGauge<long>("store.state.size", "By", "State log, dead records included.");
}
