using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

public sealed class ShardDeliveryTests
{
    private static readonly SegmentId Shoes = new(7);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestClock _clock = new();
    private readonly FakePlatform _platform = new(new Random(1));
    private readonly FakeShardRecords _records = new(new Random(1));
    private readonly FakeDestination _destination;

    public ShardDeliveryTests() => _destination = new FakeDestination(_platform);

    [Fact]
    public async Task Identifier_that_is_no_digest_never_leaves()
    {
        var shard = await OpenAsync();
        var address = new IdentityKey(
            new DataSourceId(2), IdentityValue.Parse("jane@example.com"));
        await shard.StoreAsync([News(1, joined: true) with { Identifier = address }], None);

        await SettleAsync(shard);

        Assert.Equal(0, _platform.Calls);
        Assert.Equal((1, 0), (shard.Status.Suppressed, shard.Status.Rejected));
        Assert.Equal("the identifier is no SHA-256 digest", shard.Status.LastRejection);
    }

    [Fact]
    public async Task Refused_batch_costs_only_the_members_at_fault()
    {
        var shard = await OpenAsync();
        _platform.Poisoned.Add(Hash(3));
        await shard.StoreAsync(
            [.. Enumerable.Range(0, 16).Select(index => News(index, joined: true))], None);

        await SettleAsync(shard);

        Assert.Equal(15, _platform.MembersOf(FakeDestination.KeyOf(Shoes)).Count);
        Assert.Equal((15, 1), (shard.Status.Added, shard.Status.Rejected));
        Assert.Equal("a member is poisoned", shard.Status.LastRejection);
    }

    [Fact]
    public async Task Refused_member_is_not_sent_again_before_a_newer_claim()
    {
        var shard = await OpenAsync();
        _platform.Poisoned.Add(Hash(3));
        await shard.StoreAsync([News(3, joined: true)], None);
        await SettleAsync(shard);
        await shard.StoreAsync([News(3, joined: true)], None);
        await SettleAsync(shard);

        Assert.Equal(1, _platform.Calls);

        _platform.Poisoned.Clear();
        await shard.StoreAsync([News(3, joined: true) with { Version = 2 }], None);
        await SettleAsync(shard);

        Assert.Single(_platform.MembersOf(FakeDestination.KeyOf(Shoes)));
    }

    [Fact]
    public async Task Search_for_members_at_fault_ends_after_the_calls_allowed()
    {
        var shard = await OpenAsync(new DeliveryOptions { RefusedCallsMax = 5 });
        for (var index = 0; index < 64; index++)
        {
            _platform.Poisoned.Add(Hash(index));
        }

        await shard.StoreAsync(
            [.. Enumerable.Range(0, 64).Select(index => News(index, joined: true))], None);
        await SettleAsync(shard);

        Assert.InRange(_platform.Calls, 1, 10);
        Assert.Equal(64, shard.Status.Rejected);
    }

    [Fact]
    public async Task Expired_token_pauses_the_destination_and_keeps_the_news()
    {
        var shard = await OpenAsync();
        await shard.StoreAsync([News(1, joined: true)], None);
        _platform.IsTokenExpired = true;
        await _destination.ResumeAsync(None);
        await shard.StepAsync(None);

        // The first step found no audience and the platform's refusal to make one.
        _platform.IsTokenExpired = false;
        await _destination.EnsureAudienceAsync(Shoes, None);
        _platform.IsTokenExpired = true;
        shard.ForgetFailures();

        Assert.Null(await shard.StepAsync(None));
        Assert.Equal("the token is expired", _destination.PausedBecause);
        Assert.Equal(1, shard.Status.Waiting);

        _platform.IsTokenExpired = false;
        Assert.Null(await shard.StepAsync(None));
        await _destination.ResumeAsync(None);
        await SettleAsync(shard);

        Assert.Single(_platform.MembersOf(FakeDestination.KeyOf(Shoes)));
        Assert.Equal(0, shard.Status.Waiting);
    }

    [Fact]
    public async Task Lost_audience_is_filled_again_with_everybody()
    {
        var shard = await OpenAsync();
        await shard.StoreAsync(
            [.. Enumerable.Range(0, 3_000).Select(index => News(index, joined: true))], None);
        await SettleAsync(shard);
        _platform.LoseAudience(FakeDestination.KeyOf(Shoes));
        await shard.StoreAsync([News(5, joined: false) with { Version = 2 }], None);

        await SettleAsync(shard);

        Assert.Equal(2_999, _platform.MembersOf(FakeDestination.KeyOf(Shoes)).Count);
    }

    [Fact]
    public async Task Failing_platform_is_left_alone_for_longer_and_longer()
    {
        var shard = await OpenAsync();
        await shard.StoreAsync([News(1, joined: true)], None);
        _platform.FaultPercent = 100;
        var longest = TimeSpan.Zero;
        for (var attempt = 0; attempt < 12; attempt++)
        {
            var wait = await shard.StepAsync(None) ?? TimeSpan.Zero;
            longest = wait > longest ? wait : longest;
            _clock.Advance(wait);
        }

        Assert.InRange(longest, TimeSpan.FromMinutes(2.5), TimeSpan.FromMinutes(5));
        Assert.Equal(12, shard.Status.Retries);
    }

    [Fact]
    public async Task Records_of_news_go_when_they_are_dealt_with()
    {
        var shard = await OpenAsync();
        for (var index = 0; index < 10; index++)
        {
            await shard.StoreAsync([News(index, joined: true)], None);
        }

        await SettleAsync(shard);

        // The state, one page of the roster and ten ledger entries.
        Assert.Equal(12, _records.Count);
    }

    [Fact]
    public async Task Shard_that_starts_again_finds_what_it_stored()
    {
        var first = await OpenAsync();
        await first.StoreAsync([News(1, joined: true), News(2, joined: true)], None);
        var second = await OpenAsync();

        Assert.Equal(2, second.Status.Waiting);
        await SettleAsync(second);

        Assert.Equal(2, _platform.MembersOf(FakeDestination.KeyOf(Shoes)).Count);
    }

    private static Qualification News(int index, bool joined) => new(
        new DestinationId(1), Shoes, 1, Identifier(index), joined, Version: 1, At: 1);

    private static IdentityKey Identifier(int index) => new(
        new DataSourceId(2), IdentityValue.Parse($"{index:x64}"));

    private static Sha256Digest Hash(int index) => Identifier(index).Value.Digest;

    private async Task<ShardDelivery> OpenAsync(DeliveryOptions? options = null)
    {
        var shard = new ShardDelivery(
            _records,
            _destination,
            _platform,
            _destination,
            options ?? new DeliveryOptions(),
            _clock,
            sessionSalt: 1,
            new Random(1));
        await shard.OpenAsync(None);
        return shard;
    }

    private async Task SettleAsync(ShardDelivery shard)
    {
        for (var step = 0; shard.HasWork; step++)
        {
            Assert.True(step < 1_000, "the work never ends");
            _clock.Advance(await shard.StepAsync(None) ?? TimeSpan.Zero);
        }
    }
}
