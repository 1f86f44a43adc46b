using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

/// <summary>What became of identifiers, and what was done for each segment.</summary>
public sealed class ShardStandingTests
{
    private static readonly SegmentId Shoes = new(7);
    private static readonly SegmentId Bags = new(8);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestClock _clock = new();
    private readonly FakePlatform _platform = new(new Random(1));
    private readonly FakeShardRecords _records = new(new Random(1));
    private readonly FakeDestination _destination;

    public ShardStandingTests() => _destination = new FakeDestination(_platform);

    [Fact]
    public async Task More_identifiers_than_one_question_may_name_are_refused()
    {
        var shard = await OpenAsync();

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => shard.FindAsync(
            [.. Enumerable.Range(0, 65).Select(Identifier)], None));

        Assert.Contains("at most 64 identifiers", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identifier_that_was_never_announced_is_not_there()
    {
        var shard = await OpenAsync();

        Assert.Empty(await shard.FindAsync([Identifier(1)], None));
    }

    [Fact]
    public async Task Identifier_that_is_no_digest_is_suppressed()
    {
        var shard = await OpenAsync();
        var address = new IdentityKey(new DataSourceId(2), IdentityValue.Parse("jane"));
        await shard.StoreAsync([Joined(1) with { Identifier = address }], None);
        await SettleAsync(shard);

        var standing = Assert.Single(await shard.FindAsync([address], None));

        Assert.Equal(
            new IdentifierStanding(
                address,
                Shoes,
                DeliveryState.Suppressed,
                Attempts: 0,
                LastAttempt: null,
                "the identifier is no SHA-256 digest"),
            standing);
        Assert.Equal(1, shard.Status.Segments[Shoes].Suppressed);
    }

    [Fact]
    public async Task Identifier_that_the_platform_refused_has_failed_until_a_newer_claim()
    {
        var shard = await OpenAsync();
        _platform.Poisoned.Add(Identifier(3).Value.Digest);
        await shard.StoreAsync([Joined(3), Joined(4)], None);
        await SettleAsync(shard);

        Assert.Equal(
            Standing(3, DeliveryState.Failed, attempts: 1, "a member is poisoned"),
            await FindAsync(shard, 3));
        Assert.Equal(Standing(4, DeliveryState.Delivered, attempts: 1), await FindAsync(shard, 4));

        await shard.StoreAsync([Joined(3) with { Version = 2 }], None);

        Assert.Equal(DeliveryState.Pending, (await FindAsync(shard, 3)).State);
    }

    [Fact]
    public async Task Identifier_waits_until_it_is_delivered_and_again_until_it_is_removed()
    {
        var shard = await OpenAsync();
        await shard.StoreAsync([Joined(1)], None);
        Assert.Equal(
            new IdentifierStanding(Identifier(1), Shoes, DeliveryState.Pending, 0, null, null),
            await FindAsync(shard, 1));

        await SettleAsync(shard);
        Assert.Equal(Standing(1, DeliveryState.Delivered, attempts: 1), await FindAsync(shard, 1));

        await shard.StoreAsync([Left(1)], None);
        Assert.Equal(DeliveryState.Pending, (await FindAsync(shard, 1)).State);

        await SettleAsync(shard);
        Assert.Equal(Standing(1, DeliveryState.Removed, attempts: 1), await FindAsync(shard, 1));
    }

    [Fact]
    public async Task Attempts_that_failed_are_counted_for_what_is_under_way_only()
    {
        var shard = await OpenAsync();
        await shard.StoreAsync([Joined(1)], None);
        await SettleAsync(shard);
        await shard.StoreAsync([Joined(2)], None);
        _platform.FaultPercent = 100;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            _clock.Advance(await shard.StepAsync(None) ?? TimeSpan.Zero);
        }

        var last = (await FindAsync(shard, 2)).LastAttempt;
        await shard.StoreAsync([Joined(3)], None);

        Assert.Equal(
            new IdentifierStanding(
                Identifier(2),
                Shoes,
                DeliveryState.Pending,
                Attempts: 3,
                last,
                "the platform is busy"),
            await FindAsync(shard, 2));
        Assert.Equal(0, (await FindAsync(shard, 3)).Attempts);
        Assert.Equal(1, (await FindAsync(shard, 1)).Attempts);

        _platform.FaultPercent = 0;
        await SettleAsync(shard);

        var second = await FindAsync(shard, 2);
        Assert.Equal((DeliveryState.Delivered, 4), (second.State, second.Attempts));
        Assert.Equal(Standing(3, DeliveryState.Delivered, attempts: 1), await FindAsync(shard, 3));
    }

    [Fact]
    public async Task Standings_come_in_the_order_of_the_question_and_of_the_segments()
    {
        var shard = await OpenAsync();
        await shard.StoreAsync([Joined(1, Bags), Joined(1), Joined(2, Bags)], None);
        await SettleAsync(shard);

        var found = await shard.FindAsync([Identifier(2), Identifier(1), Identifier(2)], None);

        Assert.Equal(
            [(Identifier(2), Bags), (Identifier(1), Shoes), (Identifier(1), Bags)],
            found.Select(one => (one.Identifier, one.Segment)));
    }

    [Fact]
    public async Task Each_segment_is_counted_by_itself()
    {
        var shard = await OpenAsync();
        _platform.Poisoned.Add(Identifier(3).Value.Digest);
        await shard.StoreAsync([Joined(1), Joined(2), Joined(3, Bags), Joined(4, Bags)], None);
        Assert.Equal((2, 2), (
            shard.Status.Segments[Shoes].Waiting, shard.Status.Segments[Bags].Waiting));
        await SettleAsync(shard);
        var early = Now();
        _clock.Advance(TimeSpan.FromHours(1));
        await shard.StoreAsync([Left(1)], None);

        await SettleAsync(shard);

        Assert.Equal(
            new SegmentDelivery { Added = 2, Removed = 1, LastDelivered = Now() },
            shard.Status.Segments[Shoes]);
        Assert.Equal(
            new SegmentDelivery { Added = 1, Rejected = 1, LastDelivered = early },
            shard.Status.Segments[Bags]);
        Assert.Equal(Now(), shard.Status.LastDelivered);
    }

    [Fact]
    public async Task Shard_that_starts_again_knows_what_it_counted()
    {
        var first = await OpenAsync();
        await first.StoreAsync([Joined(1), Joined(2, Bags)], None);
        await SettleAsync(first);
        await first.StoreAsync([Joined(3, Bags), Joined(4, Bags)], None);

        var second = await OpenAsync();

        Assert.Equal(first.Status.Segments[Shoes], second.Status.Segments[Shoes]);
        Assert.Equal(first.Status.Segments[Bags], second.Status.Segments[Bags]);
        Assert.Equal(2, second.Status.Segments[Bags].Waiting);
    }

    [Fact]
    public async Task News_that_an_older_version_stored_are_counted_by_segment()
    {
        // Page 0 waits, and page 1 came after the state was written.
        _records.Put("state", "01000002000100000000000200");
        await _records.WritePageAsync(0, new DeliveryPage { News = [Joined(1)] }, None);
        await _records.WritePageAsync(
            1, new DeliveryPage { News = [Joined(2), Joined(3, Bags)] }, None);

        var shard = await OpenAsync();

        Assert.Equal((3, 2, 1), (
            shard.Status.Waiting,
            shard.Status.Segments[Shoes].Waiting,
            shard.Status.Segments[Bags].Waiting));
        await SettleAsync(shard);
        Assert.Equal((3, 0), (shard.Status.Added, shard.Status.Waiting));
    }

    private DateTimeOffset Now() =>
        DateTimeOffset.FromUnixTimeMilliseconds(_clock.GetUtcNow().ToUnixTimeMilliseconds());

    private IdentifierStanding Standing(
        int index, DeliveryState state, int attempts, string? reason = null) => new(
            Identifier(index),
            Shoes,
            state,
            attempts,
            DateTimeOffset.FromUnixTimeSeconds(_clock.GetUtcNow().ToUnixTimeSeconds()),
            reason);

    private static async Task<IdentifierStanding> FindAsync(ShardDelivery shard, int index) =>
        Assert.Single(await shard.FindAsync([Identifier(index)], None));

    private static Qualification Joined(int index) => Joined(index, Shoes);

    private static Qualification Joined(int index, SegmentId segment) => new(
        new DestinationId(1), segment, 1, Identifier(index), Joined: true, Version: 1, At: 1);

    private Qualification Left(int index) => Joined(index) with
    {
        Joined = false,
        Version = 2,
        At = _clock.GetUtcNow().ToUnixTimeSeconds(),
    };

    private static IdentityKey Identifier(int index) => new(
        new DataSourceId(2), IdentityValue.Parse($"{index:x64}"));

    private async Task<ShardDelivery> OpenAsync()
    {
        var shard = new ShardDelivery(
            _records,
            _destination,
            _platform,
            _destination,
            new DeliveryOptions(),
            _clock,
            sessionSalt: 1,
            new Random(1));
        await shard.OpenAsync(None);
        return shard;
    }

    // The wait after the last step does not pass, so that the clock shows when it was.
    private async Task SettleAsync(ShardDelivery shard)
    {
        for (var step = 0; shard.HasWork; step++)
        {
            Assert.True(step < 1_000, "the work never ends");
            var wait = await shard.StepAsync(None);
            _clock.Advance(shard.HasWork ? wait ?? TimeSpan.Zero : TimeSpan.Zero);
        }
    }
}
