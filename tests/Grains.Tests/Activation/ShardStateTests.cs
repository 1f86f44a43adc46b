using System.Collections.Immutable;
using System.Text.Json;
using Krewe.Contracts.Activation;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

public sealed class ShardStateTests
{
    private const string BeforeSegments = "01020406040A0107053233383530020406010178080A";

    private static readonly ShardState State = new()
    {
        Head = 1,
        WindowEnd = 2,
        Tail = 3,
        Roster = 4,
        Refill = 5,
        Audiences = ImmutableDictionary<SegmentId, string>.Empty.Add(new SegmentId(7), "23850"),
        Totals = new ShardStatus
        {
            Added = 1,
            Removed = 2,
            Rejected = 3,
            LastRejection = "x",
            Waiting = 4,
            Retries = 5,
        },
    };

    private static readonly SegmentDelivery Delivery = new()
    {
        Added = 1,
        Removed = 2,
        Suppressed = 6,
        Rejected = 3,
        Waiting = 4,
        LastDelivered = DateTimeOffset.FromUnixTimeMilliseconds(5),
    };

    [Fact]
    public void Shard_is_refused_when_a_later_version_wrote_it()
    {
        var fault = Assert.Throws<FormatException>(() => ShardStateCodec.Read([3, 0]));

        Assert.StartsWith(
            "A stored destination shard has format 3", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shard_is_refused_at_every_cut()
    {
        var bytes = ShardStateCodec.Write(WithSegments()).ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<FormatException>(
                () => ShardStateCodec.Read(bytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Shard_keeps_its_bytes()
    {
        const string Golden =
            "02020406040A0107053233383530020406010178080A"
            + "0C0A"
            + "02" + "0702040C06080A" + "08000000000200";

        Assert.Equal(Golden, Convert.ToHexString(ShardStateCodec.Write(WithSegments()).Span));
        var read = ShardStateCodec.Read(Convert.FromHexString(Golden));
        Assert.Equal(Golden, Convert.ToHexString(ShardStateCodec.Write(read).Span));
        Assert.Equal(Delivery, read.Totals.Segments[new SegmentId(7)]);
        Assert.Equal(Delivery.LastDelivered, read.Totals.LastDelivered);
    }

    [Fact]
    public void Shard_that_an_older_version_wrote_counts_nothing_by_segment()
    {
        var read = ShardStateCodec.Read(Convert.FromHexString(BeforeSegments));

        Assert.Equal(State.Totals, read.Totals);
        Assert.Equal(State.Audiences, read.Audiences);
    }

    [Fact]
    public void Totals_that_are_shown_as_json_leave_the_segments_out()
    {
        var json = JsonSerializer.Serialize(WithSegments().Totals, JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<ShardStatus>(json, JsonSerializerOptions.Web);

        Assert.DoesNotContain("segments", json, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((1, 6, 4), (read?.Added, read?.Suppressed, read?.Waiting));
    }

    private static ShardState WithSegments() => State with
    {
        Totals = State.Totals with
        {
            Suppressed = 6,
            LastDelivered = DateTimeOffset.FromUnixTimeMilliseconds(5),
            Segments = ImmutableDictionary<SegmentId, SegmentDelivery>.Empty
                .Add(new SegmentId(8), new SegmentDelivery { Waiting = 1 })
                .Add(new SegmentId(7), Delivery),
        },
    };
}
