namespace Krewe.Sandbox.State;

/// <summary>One batched upload, as the client numbers it. The audience's gate guards it.</summary>
internal sealed class UploadSession(long id, DateTimeOffset openedAt, bool isReplace)
{
    public long Id { get; } = id;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    public bool IsReplace { get; } = isReplace;

    public DateTimeOffset TouchedAt { get; set; } = openedAt;

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>The replace ran out of time: what had been uploaded is now the audience.</summary>
    public bool TimedOut { get; set; }

    public string? Schema { get; set; }

    public long LastSequence { get; set; }

    public long Received { get; set; }

    public long Invalid { get; set; }

    /// <summary>Rows that someone the platform knows stands behind.</summary>
    public long Matched { get; set; }

    public long EstimatedTotal { get; set; }
}
