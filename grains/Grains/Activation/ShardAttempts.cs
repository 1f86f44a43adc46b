using Krewe.Domain.Segments;

namespace Krewe.Grains.Activation;

/// <summary>The calls in a row that failed, by segment, for the work that is under way.</summary>
/// <remarks>In memory only: it is shown to people, and a shard that starts again counts
/// anew.</remarks>
internal sealed class ShardAttempts
{
    private readonly Dictionary<SegmentId, FailedAttempts> _failed = [];

    /// <summary>The failures of a segment; none of one that is not known.</summary>
    public FailedAttempts Of(SegmentId segment) => _failed.GetValueOrDefault(segment);

    public void Note(SegmentId segment, DateTimeOffset now, string reason) =>
        _failed[segment] = new FailedAttempts(Of(segment).Count + 1, now, reason);

    /// <summary>The work that was under way is done.</summary>
    public void Clear() => _failed.Clear();
}

/// <summary>Calls in a row that failed, and the last of them.</summary>
internal readonly record struct FailedAttempts(int Count, DateTimeOffset Last, string? Reason);
