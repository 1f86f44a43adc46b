using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;
using Krewe.Domain.Workspaces;

namespace Krewe.Grains.Activation;

/// <summary>Adds up what shards did, in all and by segment.</summary>
internal static class ShardTotals
{
    /// <summary>Segments that a shard counts apart. No more can be mapped at a time, so what goes
    /// at the limit was of segments that are gone.</summary>
    public const int SegmentsMax = WorkspaceLimits.SegmentsMax;

    public static ShardStatus Add(ShardStatus left, ShardStatus right) => new()
    {
        Added = left.Added + right.Added,
        Removed = left.Removed + right.Removed,
        Rejected = left.Rejected + right.Rejected,
        LastRejection = right.LastRejection ?? left.LastRejection,
        Waiting = left.Waiting + right.Waiting,
        Retries = left.Retries + right.Retries,
        Segments = Limit(Add(left.Segments, right.Segments)),
        Suppressed = left.Suppressed + right.Suppressed,
        LastDelivered = Later(left.LastDelivered, right.LastDelivered),
    };

    public static SegmentDelivery Add(SegmentDelivery left, SegmentDelivery right) => new()
    {
        Added = left.Added + right.Added,
        Removed = left.Removed + right.Removed,
        Suppressed = left.Suppressed + right.Suppressed,
        Rejected = left.Rejected + right.Rejected,
        Waiting = left.Waiting + right.Waiting,
        LastDelivered = Later(left.LastDelivered, right.LastDelivered),
    };

    /// <summary>The totals with other counts of what waits.</summary>
    public static ShardStatus With(this ShardStatus totals, WaitingNews waiting)
    {
        var segments = totals.Segments.ToBuilder();
        foreach (var (segment, delivery) in totals.Segments)
        {
            if (delivery.Waiting != waiting.Of(segment))
            {
                segments[segment] = delivery with { Waiting = waiting.Of(segment) };
            }
        }

        foreach (var (segment, count) in waiting.Segments)
        {
            if (!segments.ContainsKey(segment))
            {
                segments[segment] = new SegmentDelivery { Waiting = count };
            }
        }

        return totals with { Waiting = waiting.Count, Segments = segments.ToImmutable() };
    }

    private static ImmutableDictionary<SegmentId, SegmentDelivery> Add(
        ImmutableDictionary<SegmentId, SegmentDelivery> left,
        ImmutableDictionary<SegmentId, SegmentDelivery> right)
    {
        var sum = left.ToBuilder();
        foreach (var (segment, delivery) in right)
        {
            sum[segment] = sum.TryGetValue(segment, out var known)
                ? Add(known, delivery)
                : delivery;
        }

        return sum.ToImmutable();
    }

    private static ImmutableDictionary<SegmentId, SegmentDelivery> Limit(
        ImmutableDictionary<SegmentId, SegmentDelivery> segments) =>
        segments.Count <= SegmentsMax
            ? segments
            : segments.RemoveRange(segments
                .Where(pair => pair.Value.Waiting == 0)
                .OrderBy(pair => pair.Value.LastDelivered)
                .ThenBy(pair => pair.Key)
                .Take(segments.Count - SegmentsMax)
                .Select(pair => pair.Key));

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right > left ? right : left;
}

/// <summary>How many qualifications wait, by segment. Every change is a new value.</summary>
internal sealed record WaitingNews
{
    public static WaitingNews None { get; } = new();

    /// <summary>Of segments for which any wait.</summary>
    public ImmutableDictionary<SegmentId, long> Segments { get; private init; } =
        ImmutableDictionary<SegmentId, long>.Empty;

    public long Count { get; private init; }

    public static WaitingNews Of(ShardStatus totals) => new()
    {
        Segments = totals.Segments
            .Where(pair => pair.Value.Waiting != 0)
            .ToImmutableDictionary(pair => pair.Key, pair => pair.Value.Waiting),
        Count = totals.Segments.Values.Sum(delivery => delivery.Waiting),
    };

    public long Of(SegmentId segment) => Segments.GetValueOrDefault(segment);

    public WaitingNews Add(IReadOnlyCollection<Qualification> news) => Change(news, 1);

    public WaitingNews Remove(IReadOnlyCollection<Qualification> news) => Change(news, -1);

    private WaitingNews Change(IReadOnlyCollection<Qualification> news, int sign)
    {
        var segments = Segments.ToBuilder();
        foreach (var (segment, count) in news.CountBy(one => one.Segment))
        {
            var left = segments.GetValueOrDefault(segment) + (sign * count);
            if (left == 0)
            {
                segments.Remove(segment);
            }
            else
            {
                segments[segment] = left;
            }
        }

        return new WaitingNews
        {
            Segments = segments.ToImmutable(),
            Count = Count + (sign * news.Count),
        };
    }
}
