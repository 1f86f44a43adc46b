using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

public sealed class ShardTotalsTests
{
    private static readonly SegmentId Shoes = new(7);
    private static readonly SegmentId Bags = new(8);

    [Fact]
    public void Segments_of_which_nothing_waits_go_first_at_the_limit_and_the_longest_ago()
    {
        var segments = Enumerable.Range(1, ShardTotals.SegmentsMax).ToImmutableDictionary(
            number => new SegmentId(number),
            number => new SegmentDelivery
            {
                Added = 1,
                Waiting = number == 1 ? 1 : 0,
                LastDelivered = DateTimeOffset.FromUnixTimeSeconds(number),
            });
        var more = Of(new SegmentId(100_000), new SegmentDelivery { Added = 1, Waiting = 1 });

        var sum = ShardTotals.Add(new ShardStatus { Segments = segments }, more);

        Assert.Equal(ShardTotals.SegmentsMax, sum.Segments.Count);
        Assert.DoesNotContain(new SegmentId(2), sum.Segments);
        Assert.Contains(new SegmentId(1), sum.Segments);
        Assert.Contains(new SegmentId(100_000), sum.Segments);
    }

    [Fact]
    public void Sum_has_each_segment_and_the_later_instant()
    {
        var early = DateTimeOffset.FromUnixTimeSeconds(1);
        var late = DateTimeOffset.FromUnixTimeSeconds(2);
        var first = Of(Shoes, new SegmentDelivery { Added = 1, LastDelivered = late });
        var second = Of(
            Shoes, new SegmentDelivery { Added = 2, Rejected = 3, LastDelivered = early });
        var third = Of(Bags, new SegmentDelivery { Suppressed = 4 });

        var sum = ShardTotals.Add(ShardTotals.Add(first, second), third);

        Assert.Equal(
            new SegmentDelivery { Added = 3, Rejected = 3, LastDelivered = late },
            sum.Segments[Shoes]);
        Assert.Equal(new SegmentDelivery { Suppressed = 4 }, sum.Segments[Bags]);
        Assert.Equal(late, ShardTotals.Add(
            new ShardStatus { LastDelivered = late },
            new ShardStatus { LastDelivered = early }).LastDelivered);
    }

    [Fact]
    public void Counts_of_what_waits_take_the_place_of_those_that_were_stored()
    {
        var totals = Of(Shoes, new SegmentDelivery { Added = 1, Waiting = 9 }) with { Waiting = 9 };

        var now = totals.With(WaitingNews.None.Add([News(Bags), News(Bags)]));

        Assert.Equal(2, now.Waiting);
        Assert.Equal(new SegmentDelivery { Added = 1 }, now.Segments[Shoes]);
        Assert.Equal(new SegmentDelivery { Waiting = 2 }, now.Segments[Bags]);
    }

    [Fact]
    public void Segment_of_which_nothing_waits_any_more_is_not_listed()
    {
        var waiting = WaitingNews.None.Add([News(Bags), News(Shoes)]).Remove([News(Bags)]);

        Assert.Equal((1, 0, 1), (waiting.Count, waiting.Of(Bags), waiting.Of(Shoes)));
        Assert.Equal([Shoes], waiting.Segments.Keys);
    }

    private static ShardStatus Of(SegmentId segment, SegmentDelivery delivery) => new()
    {
        Segments = ImmutableDictionary<SegmentId, SegmentDelivery>.Empty.Add(segment, delivery),
    };

    private static Qualification News(SegmentId segment) => new(
        new DestinationId(1),
        segment,
        1,
        new IdentityKey(new DataSourceId(2), IdentityValue.Parse("a")),
        Joined: true,
        Version: 1,
        At: 1);
}
