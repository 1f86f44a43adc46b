using System.ComponentModel.DataAnnotations;

namespace Krewe.Embedded;

/// <summary>Bounds of the embedded engine.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>How many activations are kept. Default 100,000; beyond it those not used lately
    /// end, and only what is busy may exceed it.</summary>
    [Range(4, int.MaxValue)]
    public int ActivationsMax { get; set; } = 100_000;

    /// <summary>How many undelivered bytes a durable stream provider holds in memory before its
    /// producers wait. Default 64 MiB.</summary>
    [Range(1_024, long.MaxValue)]
    public long StreamBytesMax { get; set; } = 64L << 20;

    /// <summary>How many items a batch observer gets at once. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int StreamBatchMax { get; set; } = 1_024;

    /// <summary>The longest wait before a failed delivery is tried again. Default 30 s; the first
    /// is 100 ms, and each doubles the last.</summary>
    public TimeSpan StreamRetryWaitMax { get; set; } = TimeSpan.FromSeconds(30);
}
