namespace Krewe.Embedded;

/// <summary>How far one subscriber of a stream has come.</summary>
/// <remarks>Thread: guarded by the lock of its queue; at most one delivery of a lane runs.
/// </remarks>
internal sealed class StreamLane(Subscriber subscriber, long next)
{
    /// <summary>Whom the next delivery goes to: an observer may have been put in the place of
    /// another.</summary>
    internal Subscriber Subscriber { get; set; } = subscriber;

    internal long Next { get; set; } = next;

    internal bool IsRunning { get; set; }

    /// <summary>Whether the subscriber wants what lies before its place.</summary>
    internal bool Rewinds { get; set; }

    /// <summary>Its subscription has ended.</summary>
    internal bool IsClosed { get; set; }
}
