using System.Diagnostics.Metrics;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Profiles;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Grains.Tests.Profiles;

public sealed class MembershipFeedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly SegmentId Shoes = new(1);
    private static readonly SegmentId Bags = new(2);

    private long _version;

    [Fact]
    public async Task Slow_subscriber_is_dropped_with_the_reason_and_others_are_unharmed()
    {
        await using var silo = await FeedSilo.StartAsync(
            new FeedOptions { SubscriberBufferMax = 4 });
        using var counters = new FeedCounters(
            silo.Services.GetRequiredService<IMeterFactory>());
        var slow = await SubscribeAsync(silo, Shoes);
        var slowFollower = await SubscribeAsync(silo, profile: Person(1));
        var quick = await SubscribeAsync(silo, Shoes);
        await using var reader = quick.GetAsyncEnumerator();

        for (var change = 0; change < 10; change++)
        {
            Publish(silo, Person(1), Shoes, joined: change % 2 == 0);
            Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(Limit));
            Assert.Equal(change % 2 == 0, reader.Current.Joined);
        }

        Assert.Equal(4, await CountUntilTooSlowAsync(slow));
        Assert.Equal(4, await CountUntilTooSlowAsync(slowFollower));
        Assert.Equal((1, 1), (silo.Metrics.Subscriptions, silo.Feed.Places));
        Assert.Equal((2, 1), (counters.Dropped, counters.Open));
    }

    [Fact]
    public async Task Relay_that_has_no_room_drops_everybody_who_would_miss_a_change()
    {
        using var isLetGo = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource();
        var faults = new List<Exception?>();
        var holder = new MembershipSubscription(All(), 1, (_, fault) =>
        {
            isHeld.SetResult();
            isLetGo.Wait(Limit);
        });
        var other = new MembershipSubscription(All(), 100, (_, fault) => faults.Add(fault));
        var relay = new MembershipRelay(bufferMax: 2);
        relay.Add(other);
        relay.Add(holder);

        // The second change finds no room at the holder, which then holds the relay up.
        relay.Post(Change());
        relay.Post(Change());
        await isHeld.Task.WaitAsync(Limit);
        relay.Post(Change());
        relay.Post(Change());
        Assert.Empty(faults);
        relay.Post(Change());

        Assert.IsType<SubscriberTooSlowException>(Assert.Single(faults));
        isLetGo.Set();
        relay.Close();
        await relay.Running.WaitAsync(Limit);
    }

    [Fact]
    public async Task Subscription_that_finds_no_profile_leaves_nothing_behind()
    {
        await using var silo = await FeedSilo.StartAsync();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await silo.Feed.SubscribeAsync(
                WorkspaceId.Main, new MembershipInterest(null, Person(1)), cancelled.Token));

        AssertNothingIsLeft(silo);
    }

    [Fact]
    public async Task Subscription_can_be_read_once()
    {
        await using var silo = await FeedSilo.StartAsync();
        await using var subscription = await SubscribeAsync(silo);
        await using var reader = subscription.GetAsyncEnumerator();

        Assert.Throws<InvalidOperationException>(() => subscription.GetAsyncEnumerator());
    }

    [Fact]
    public async Task Subscription_that_ends_in_any_way_leaves_nothing_behind()
    {
        await using var silo = await FeedSilo.StartAsync();
        var unread = await SubscribeAsync(silo, Shoes, Person(1));
        var left = await SubscribeAsync(silo, Shoes);
        var cancelled = await SubscribeAsync(silo, profile: Person(1));
        Assert.True(silo.Feed.IsWatched);

        await unread.DisposeAsync();
        await unread.DisposeAsync();
        Publish(silo, Person(1), Shoes);
        await foreach (var change in left)
        {
            Assert.Equal(Shoes, change.Segment);
            break;
        }

        using var cancellation = new CancellationTokenSource();
        await using var reader = cancelled.GetAsyncEnumerator(cancellation.Token);
        Assert.True(await reader.MoveNextAsync());
        var waiting = reader.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));

        AssertNothingIsLeft(silo);
    }

    [Fact]
    public async Task Silo_that_stops_ends_what_is_open()
    {
        var silo = await FeedSilo.StartAsync();
        await using var subscription = await SubscribeAsync(silo, Shoes);
        await using var reader = subscription.GetAsyncEnumerator();
        var waiting = reader.MoveNextAsync().AsTask();

        await silo.DisposeAsync();

        Assert.False(await waiting.WaitAsync(Limit));
    }

    [Fact]
    public async Task Subscriber_hears_what_fits_both_parts_of_its_interest_alone()
    {
        await using var silo = await FeedSilo.StartAsync();
        await using var both = await SubscribeAsync(silo, Shoes, Person(1));
        await using var elsewhere = await silo.Feed.SubscribeAsync(
            new WorkspaceId("other"), All(), CancellationToken.None);

        Publish(silo, Person(1), Bags);
        Publish(silo, Person(2), Shoes);
        Publish(silo, Person(1), Shoes);

        Assert.Equal([$"{Person(1)}+1"], await HearAsync(both));
        await elsewhere.DisposeAsync();
        Assert.Empty(await HearAsync(elsewhere));
    }

    [Fact]
    public async Task Change_says_who_what_and_when()
    {
        await using var silo = await FeedSilo.StartAsync();
        await using var subscription = await SubscribeAsync(silo);
        var member = Member(Shoes) with { Version = 1_780_000_000_123_456 };

        silo.Feed.Publish(
            WorkspaceId.Main, Person(1), ProfileState.Unknown, ProfileState.Of(member));

        await using var reader = subscription.GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(
            new MembershipChange(
                Person(1),
                Shoes,
                Joined: true,
                DateTimeOffset.FromUnixTimeMilliseconds(1_780_000_000_123),
                1_780_000_000_123_456),
            reader.Current);
    }

    [Fact]
    public async Task Thousand_subscribers_hear_their_own_each()
    {
        const int Count = 1_000;
        await using var silo = await FeedSilo.StartAsync();
        var bySegment = new List<IMembershipSubscription>();
        var byProfile = new List<IMembershipSubscription>();
        for (var number = 1; number <= Count; number++)
        {
            bySegment.Add(await SubscribeAsync(silo, new SegmentId(1 + (number % 10))));
            byProfile.Add(await SubscribeAsync(silo, profile: Person(number)));
        }

        for (var number = 1; number <= Count; number++)
        {
            Publish(silo, Person(number), new SegmentId(1 + (number % 10)));
        }

        for (var number = 1; number <= Count; number++)
        {
            var segment = 1 + (number % 10);
            Assert.Equal([$"{Person(number)}+{segment}"], await HearAsync(byProfile[number - 1]));
            var heard = await HearAsync(bySegment[number - 1], Count / 10);
            Assert.All(heard, change => Assert.EndsWith($"+{segment}", change,
                StringComparison.Ordinal));
        }

        AssertNothingIsLeft(silo);
    }

    private static MembershipInterest All() => new(null, null);

    private static MembershipChange Change() =>
        new(Person(1), Shoes, Joined: true, DateTimeOffset.UnixEpoch, 1);

    private static IdentityKey Person(int number) =>
        new(SimulatedCatalog.Customers, IdentityValue.Parse($"p{number}"));

    private static Profile Member(SegmentId segment) => new()
    {
        Fragments =
        [
            Fragment.Of(Person(0)) with { Memberships = [new SegmentMembership(segment, 1, 1)] },
        ],
    };

    private static ValueTask<IMembershipSubscription> SubscribeAsync(
        FeedSilo silo, SegmentId? segment = null, IdentityKey? profile = null) =>
        silo.Feed.SubscribeAsync(
            WorkspaceId.Main, new MembershipInterest(segment, profile), CancellationToken.None);

    private static void AssertNothingIsLeft(FeedSilo silo)
    {
        Assert.Equal((0, 0), (silo.Metrics.Subscriptions, silo.Feed.Places));
        Assert.False(silo.Feed.IsWatched);
    }

    private static async Task<int> CountUntilTooSlowAsync(IMembershipSubscription subscription)
    {
        var count = 0;
        await Assert.ThrowsAsync<SubscriberTooSlowException>(async () =>
        {
            await foreach (var _ in subscription)
            {
                count++;
            }
        });
        return count;
    }

    private static async Task<List<string>> HearAsync(
        IMembershipSubscription subscription, int count = 1)
    {
        var heard = new List<string>();
        using var limit = new CancellationTokenSource(Limit);
        await foreach (var change in subscription.WithCancellation(limit.Token))
        {
            heard.Add(Heard.Of(change).ToString());
            if (heard.Count == count)
            {
                break;
            }
        }

        return heard;
    }

    private void Publish(
        FeedSilo silo, IdentityKey person, SegmentId segment, bool joined = true)
    {
        var nobody = ProfileState.Of(new Profile
        {
            Version = ++_version,
            Fragments = [Fragment.Of(person)],
        });
        var member = ProfileState.Of(Member(segment) with { Version = _version });
        silo.Feed.Publish(
            WorkspaceId.Main, person, joined ? nobody : member, joined ? member : nobody);
    }

    /// <summary>What the meter counts while it lives.</summary>
    private sealed class FeedCounters : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _dropped;
        private int _open;

        public FeedCounters(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)
                    && instrument.Name.StartsWith("krewe.feed.", StringComparison.Ordinal))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>(
                (_, count, _, _) => Interlocked.Add(ref _dropped, count));
            _listener.SetMeasurementEventCallback<int>((_, count, _, _) => _open = count);
            _listener.Start();
        }

        public long Dropped => Interlocked.Read(ref _dropped);

        public int Open
        {
            get
            {
                _listener.RecordObservableInstruments();
                return _open;
            }
        }

        public void Dispose() => _listener.Dispose();
    }
}
