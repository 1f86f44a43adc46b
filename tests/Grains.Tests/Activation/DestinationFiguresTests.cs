using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Tests.Activation;

/// <summary>What a destination and its shards say of themselves, asked as grains.</summary>
#pragma warning disable CA1001 // xunit calls DisposeAsync of IAsyncLifetime.
public sealed class DestinationFiguresTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly SegmentId Shoes = new(7);
    private static readonly SegmentId Bags = new(8);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakePlatform _platform = new(new Random(1));
    private readonly ActivationSilo _silo;

    public DestinationFiguresTests() => _silo = new ActivationSilo(_platform);

    public Task InitializeAsync() => _silo.StartAsync();

    public Task DisposeAsync() => _silo.DisposeAsync().AsTask();

    [Fact]
    public async Task Audience_that_cannot_be_made_says_why_until_it_is_there()
    {
        _platform.IsTokenExpired = true;
        await _silo.PublishAsync([News(1, Shoes)]);
        await _platform.WhenAsync(() => _platform.Refusals > 0).WaitAsync(Limit);

        var failing = await _silo.Destination.GetStatusAsync(None);
        Assert.Equal(
            (Shoes, "the token is expired"),
            Assert.Single(failing.AudienceFaults.Select(pair => (pair.Key, pair.Value))));
        Assert.Empty(failing.Audiences);

        _platform.IsTokenExpired = false;
        await _silo.Destination.ResumeAsync(None);
        await HasAsync(Shoes, 1);

        var working = await _silo.Destination.GetStatusAsync(None);
        Assert.Empty(working.AudienceFaults);
        Assert.Contains(Shoes, working.Audiences);
    }

    [Fact]
    public async Task Totals_of_a_segment_are_the_sum_over_the_shards()
    {
        await _silo.PublishAsync(
            [.. Enumerable.Range(0, 200).Select(index => News(index, Shoes)),
            .. Enumerable.Range(0, 50).Select(index => News(index, Bags))]);
        await HasAsync(Shoes, 200);
        await HasAsync(Bags, 50);

        // What comes later is sent when what came before is counted.
        await _silo.PublishAsync(
            [.. Enumerable.Range(200, 200).Select(index => News(index, Shoes))]);
        await HasAsync(Shoes, 400);
        var totals = (await _silo.Destination.GetStatusAsync(None)).Totals;

        Assert.Equal((50, 0), (totals.Segments[Bags].Added, totals.Segments[Bags].Waiting));
        Assert.InRange(totals.Segments[Shoes].Added, 200, 400);
        Assert.Equal(totals.Added, totals.Segments.Values.Sum(segment => segment.Added));
        Assert.Equal(
            totals.LastDelivered,
            totals.Segments.Values.Max(segment => segment.LastDelivered));
    }

    [Fact]
    public async Task Shard_says_what_became_of_its_identifiers_and_of_no_others()
    {
        var shard = DestinationShards.Of(Identifier(1));
        var neighbor = Enumerable.Range(2, 1_000)
            .First(index => DestinationShards.Of(Identifier(index)) == shard);
        await _silo.PublishAsync([News(1, Shoes)]);
        await HasAsync(Shoes, 1);
        await _silo.PublishAsync([News(neighbor, Shoes)]);
        await HasAsync(Shoes, 2);

        var found = await _silo.Shard(shard).FindAsync([Identifier(1)], None);
        var other = await _silo.Shard((shard + 1) % DestinationShards.Count)
            .FindAsync([Identifier(1)], None);

        Assert.Equal(DeliveryState.Delivered, Assert.Single(found).State);
        Assert.Empty(other);
        await Assert.ThrowsAsync<ArgumentException>(() => _silo.Shard(shard).FindAsync(
            [.. Enumerable.Range(0, 65).Select(Identifier)], None));
    }

    private Task HasAsync(SegmentId segment, int count) => _platform
        .WhenAsync(() => _platform.MembersOf(FakeDestination.KeyOf(segment)).Count == count)
        .WaitAsync(Limit);

    private static Qualification News(int index, SegmentId segment) => new(
        new DestinationId(1), segment, 1, Identifier(index), Joined: true, Version: 1, At: 1);

    private static IdentityKey Identifier(int index) => new(
        new DataSourceId(2), IdentityValue.Parse($"{index:x64}"));
}
