using System.ComponentModel.DataAnnotations;

namespace Krewe.Embedded;

/// <summary>Bounds of the embedded engine.</summary>
public sealed record EmbeddedEngineOptions
{
    /// <summary>How many activations are kept. Default 8,192; beyond it those not used lately
    /// end, and only what is busy may exceed it.</summary>
    [Range(4, int.MaxValue)]
    public int ActivationsMax { get; set; } = 8_192;

    /// <summary>How many calls may wait for one activation where MaxEnqueuedRequestsHardLimit sets
    /// no limit. Default 100,000; a call beyond it fails with a LimitExceededException.</summary>
    [Range(1, int.MaxValue)]
    public int MailboxMax { get; set; } = 100_000;

    /// <summary>How many calls of the silo may wait for their answers, each with a deadline on the
    /// timer wheel. Default 1,000,000; beyond it, calls that cannot begin at once fail with a
    /// LimitExceededException. The number is looked at ten times a second.</summary>
    [Range(1, int.MaxValue)]
    public int WaitingCallsMax { get; set; } = 1_000_000;

    /// <summary>How many grain timers the silo runs. Default 1,000,000; one more is refused with a
    /// LimitExceededException.</summary>
    [Range(1, int.MaxValue)]
    public int TimersMax { get; set; } = 1_000_000;

    /// <summary>Whether turns that keep their thread too long are told of. Default: in Development
    /// alone, since it costs every turn a little.</summary>
    public bool? WatchesTurns { get; set; }

    /// <summary>How many undelivered bytes a stream provider holds in memory before its producers
    /// wait; an item counts 64 more, and those of streams that are not stored only those. Default
    /// 64 MiB.</summary>
    [Range(1_024, long.MaxValue)]
    public long StreamBytesMax { get; set; } = 64L << 20;

    /// <summary>How many of the latest bytes a stream provider keeps for subscribers that go back
    /// to a token. Default 4 MiB; 0 keeps none.</summary>
    [Range(0, long.MaxValue)]
    public long StreamHistoryBytesMax { get; set; } = 4L << 20;

    /// <summary>How many items a batch observer gets at once. Default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int StreamBatchMax { get; set; } = 1_024;

    /// <summary>The longest wait before a failed delivery is tried again. Default 30 s; the first
    /// is 100 ms, and each doubles the last.</summary>
    public TimeSpan StreamRetryWaitMax { get; set; } = TimeSpan.FromSeconds(30);
}
