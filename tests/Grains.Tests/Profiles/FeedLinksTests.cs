using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Profiles;
using Krewe.Tests.Support;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>
/// Goal: a subscriber on one silo hears what happens on the others, once and in order, or is told
/// that it may have missed something.
/// Method: the feeds of several silos beside each other in one, over one roster; where a silo has
/// to misbehave, a fake one.
/// </summary>
public sealed class FeedLinksTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly SegmentId Shoes = new(1);
    private static readonly SegmentId Bags = new(2);

    private readonly FakeSilos _silos = new("a", "a", "b");
    private long _version;

    [Fact]
    public async Task Subscription_fails_when_a_silo_that_is_up_does_not_learn_of_it()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var peer = new FakePeer();
        await JoinAsync(silo, "b", peer);
        var node = new FeedNode(
            silo, "a", new FeedOptions { AcknowledgeTimeout = TimeSpan.FromSeconds(1) });
        await node.Links.RenewAsync(None);
        peer.Exchanging = () => Task.FromException(new IOException("unplugged"));

        await Assert.ThrowsAsync<FeedInterruptedException>(
            async () => await SubscribeAsync(node, Shoes));

        Assert.Equal((0, 0), (node.Feed.Places, silo.Metrics.Subscriptions));
    }

    [Fact]
    public async Task Subscription_fails_alike_when_the_silo_fails_as_the_time_ends()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        await JoinAsync(silo, "b", new FakePeer());
        var time = new ManualTimeProvider();
        var node = new FeedNode(silo, "a", time: time);
        await node.Links.RenewAsync(None);
        node.Links.Forget("b");
        var peer = new FakePeer
        {
            Exchanging = () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return Task.FromException(new IOException("unplugged"));
            },
        };
        node.Links.Hear(new FeedMember("b", peer), new FeedWatch(0, []));

        await Assert.ThrowsAsync<FeedInterruptedException>(
            async () => await SubscribeAsync(node, Shoes));
    }

    [Fact]
    public async Task Subscription_waits_for_silos_that_are_up_and_have_not_joined()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var node = new FeedNode(silo, "a");
        await node.Links.RenewAsync(None);
        Assert.False(node.Links.IsJoined);
        var waiting = SubscribeAsync(node, Shoes).AsTask();
        Assert.False(waiting.IsCompleted);

        await JoinAsync(silo, "b", new FakePeer());
        await node.Links.RenewAsync(None);

        await using var subscription = await waiting.WaitAsync(Limit);
        Assert.Equal(1, node.Links.Count);
    }

    [Fact]
    public async Task Lost_silo_ends_subscriptions_and_one_that_takes_leave_does_not()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var (one, other) = await StartTwoAsync(
            silo, new FeedOptions { LeaveWait = TimeSpan.Zero });
        await using var calm = await SubscribeAsync(one, Shoes);
        await using var lost = await SubscribeAsync(other, Shoes);

        await other.Links.CloseAsync(None);
        Assert.Equal(0, one.Links.Count);
        _silos.Up = ["a"];
        await one.Links.RenewAsync(None);
        Publish(one, Person(1), Shoes);
        Assert.Equal([$"{Person(1)}+1"], await HearAsync(calm, 1));

        _silos.Up = ["b"];
        await other.Links.RenewAsync(None);
        _silos.Up = ["a", "b"];
        await one.Links.RenewAsync(None);
        await other.Links.RenewAsync(None);
        _silos.Up = ["b"];
        await other.Links.RenewAsync(None);

        await Assert.ThrowsAsync<FeedInterruptedException>(() => HearAsync(lost, 1));
        Assert.Equal(0, other.Links.Count);
    }

    [Fact]
    public async Task Batch_that_failed_is_sent_again_as_it_was()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var peer = new FakePeer { Wants = All(1) };
        await JoinAsync(silo, "b", peer);
        var node = await StartOneAsync(silo);
        peer.Taking = () =>
        {
            peer.Taking = () => Task.CompletedTask;
            return Task.FromException(new IOException("unplugged"));
        };

        Publish(node, Person(1), Shoes);
        var batches = await peer.BatchesAsync(2);

        Assert.Equal(batches[0].Sequence, batches[1].Sequence);
        Assert.Equal(batches[0].Items.Length, batches[1].Items.Length);
    }

    [Fact]
    public async Task Batch_that_comes_twice_is_heard_once_and_one_after_a_loss_ends_everybody()
    {
        await using var silo = await FeedSilo.StartAsync(silos: new FakeSilos("a", "a"));
        var node = await StartOneAsync(silo);
        var peer = new FeedPeer(node.Links);
        await using var subscription = await SubscribeAsync(node, segment: null, Person(1));
        var batch = new FeedBatch("b", 5, HasLost: false, [Item(Person(1), Shoes)]);

        await peer.TakeAsync(batch);
        await peer.TakeAsync(batch);
        await peer.TakeAsync(new FeedBatch("b", 6, HasLost: true, [Item(Person(1), Bags)]));

        var heard = new List<string>();
        await Assert.ThrowsAsync<SubscriberTooSlowException>(async () =>
        {
            await foreach (var change in subscription)
            {
                heard.Add(Heard.Of(change).ToString());
            }
        });
        Assert.Equal([$"{Person(1)}+1"], heard);
        Assert.Equal(0, node.Feed.Places);
    }

    [Fact]
    public async Task Changes_that_find_no_room_are_said_to_be_lost()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var isLetGo = new TaskCompletionSource();
        var peer = new FakePeer { Wants = All(1), Taking = () => isLetGo.Task };
        await JoinAsync(silo, "b", peer);
        var node = await StartOneAsync(silo, new FeedOptions { LinkBufferMax = 2 });

        Publish(node, Person(1), Shoes);
        await peer.BatchesAsync(1);
        for (var number = 2; number <= 5; number++)
        {
            Publish(node, Person(number), Shoes);
        }

        isLetGo.SetResult();
        var batches = await peer.BatchesAsync(2);

        Assert.Equal([false, true], batches.Select(batch => batch.HasLost));
        Assert.Equal(2, batches[1].Items.Length);
    }

    [Fact]
    public async Task Write_that_may_have_landed_ends_the_subscriptions_of_every_silo()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var (one, other) = await StartTwoAsync(silo);
        await using var here = await SubscribeAsync(one, Shoes);
        await using var there = await SubscribeAsync(other, Shoes);

        one.Feed.Doubt(WorkspaceId.Main, Person(1), ProfileState.Unknown);

        await Assert.ThrowsAsync<FeedInterruptedException>(() => HearAsync(here, 1));
        await Assert.ThrowsAsync<FeedInterruptedException>(() => HearAsync(there, 1));
    }

    [Fact]
    public async Task Last_word_of_a_silo_that_a_profile_has_left_is_not_told_after_later_ones()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        await JoinAsync(silo, "b", new FakePeer());
        var node = await StartOneAsync(silo);
        await using var subscription = await SubscribeAsync(node, segment: null, Person(1));
        var late = new FeedBatch("b", 1, HasLost: false, [Item(Person(1), Shoes)]);

        Publish(node, Person(1), Bags);
        await new FeedPeer(node.Links).TakeAsync(late);

        await using var reader = subscription.GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(Bags, reader.Current.Segment);
        await Assert.ThrowsAsync<FeedInterruptedException>(
            async () => await reader.MoveNextAsync());
    }

    [Fact]
    public async Task Silo_is_sent_what_its_subscribers_want_alone()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var watched = new WatchedWorkspace(WorkspaceId.Main, All: false, [Shoes], Jobs: false);
        var peer = new FakePeer { Wants = new FeedWatch(1, [watched]) };
        await JoinAsync(silo, "b", peer);
        var node = await StartOneAsync(silo);
        Assert.True(node.Feed.IsWatched);

        Publish(node, Person(1), Bags);
        node.Jobs.Publish(WorkspaceId.Main, Job(ImportStatus.Running));
        Publish(node, Person(2), Shoes);

        var item = Assert.Single((await peer.BatchesAsync(1))[0].Items);
        Assert.Equal(Person(2), item.News!.Profile);
        Assert.False(node.Links.Wanted(new WorkspaceId("other")));
    }

    [Fact]
    public async Task Changes_of_other_silos_are_heard_in_order_and_followed()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var (one, other) = await StartTwoAsync(silo);
        await using var follower = await SubscribeAsync(other, segment: null, Person(2));
        await using var segment = await SubscribeAsync(other, Bags);

        var member = Member(Person(2), Shoes);
        var moving = member with { Standing = ProfileStanding.Moving, Owner = Person(1) };
        one.Feed.Publish(WorkspaceId.Main, Person(2), ProfileState.Unknown, member);
        one.Feed.Publish(WorkspaceId.Main, Person(2), member, moving);
        Publish(one, Person(1), Bags);
        one.Feed.Publish(
            WorkspaceId.Main, Person(2), moving, ProfileState.PointerTo(Person(1), ++_version));
        Publish(one, Person(3), Bags);

        Assert.Equal(
            [$"{Person(2)}+1", $"{Person(1)}+2", $"{Person(2)}-1"],
            await HearAsync(follower, 3));
        Assert.Equal([$"{Person(1)}+2", $"{Person(3)}+2"], await HearAsync(segment, 2));
    }

    [Fact]
    public async Task Silo_that_starts_keeps_its_changes_until_it_knows_who_wants_them()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        _silos.Up = ["b"];
        var other = await StartOneAsync(silo, name: "b");
        await using var subscription = await SubscribeAsync(other, Shoes);
        _silos.Up = ["a", "b"];
        var one = new FeedNode(silo, "a");
        Assert.True(one.Feed.IsWatched);

        Publish(one, Person(1), Shoes);
        await one.Links.RenewAsync(None);
        Publish(one, Person(2), Shoes);

        Assert.Equal(
            [$"{Person(1)}+1", $"{Person(2)}+1"], await HearAsync(subscription, 2));
        await one.Links.RenewAsync(None);
        await other.Links.RenewAsync(None);
        Assert.False(one.Feed.IsWatched);
    }

    [Fact]
    public async Task Job_of_another_silo_is_followed_to_its_end()
    {
        await using var silo = await FeedSilo.StartAsync(silos: _silos);
        var (one, other) = await StartTwoAsync(silo);
        await silo.Client.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(7))
            .CreateAsync(Job(ImportStatus.Queued), None);
        var told = new List<ImportStatus>();

        await foreach (var job in other.Jobs.WatchAsync(WorkspaceId.Main, 7, None))
        {
            told.Add(job.Status);
            if (job.Status == ImportStatus.Queued)
            {
                Assert.True(one.Jobs.IsWatched);
                one.Jobs.Publish(WorkspaceId.Main, Job(ImportStatus.Running));
                one.Jobs.Publish(WorkspaceId.Main, Job(ImportStatus.Done));
            }
        }

        Assert.Equal([ImportStatus.Queued, ImportStatus.Running, ImportStatus.Done], told);
    }

    [Fact]
    public async Task Single_silo_is_joined_and_linked_to_nobody()
    {
        await using var silo = await FeedSilo.StartAsync(silos: new FakeSilos("a", "a"));
        var node = await StartOneAsync(silo);

        Assert.True(node.Links.IsJoined);
        Assert.Equal(0, node.Links.Count);
        Assert.False(node.Feed.IsWatched);
    }

    private static async Task<FeedNode> StartOneAsync(
        FeedSilo silo, FeedOptions? options = null, string name = "a")
    {
        var node = new FeedNode(silo, name, options);
        await node.Links.RenewAsync(None);
        Assert.True(node.Links.IsJoined);
        return node;
    }

    private static async Task<(FeedNode One, FeedNode Other)> StartTwoAsync(
        FeedSilo silo, FeedOptions? options = null)
    {
        var one = new FeedNode(silo, "a", options);
        var other = new FeedNode(silo, "b", options);
        await one.Links.RenewAsync(None);
        await other.Links.RenewAsync(None);
        await one.Links.RenewAsync(None);
        Assert.Equal((true, true, 1, 1), (
            one.Links.IsJoined, other.Links.IsJoined, one.Links.Count, other.Links.Count));
        return (one, other);
    }

    private static Task<FeedRoster> JoinAsync(
        FeedSilo silo, string name, FakePeer peer) => silo.Client
        .GetGrain<IFeedRosterGrain>(0)
        .JoinAsync(name, silo.Client.CreateObjectReference<IFeedPeer>(peer), None);

    private static ValueTask<IMembershipSubscription> SubscribeAsync(
        FeedNode node, SegmentId? segment, IdentityKey? profile = null) =>
        node.Feed.SubscribeAsync(
            WorkspaceId.Main, new MembershipInterest(segment, profile), None);

    private static async Task<List<string>> HearAsync(
        IMembershipSubscription subscription, int count)
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

    private static FeedWatch All(long version) =>
        new(version, [new WatchedWorkspace(WorkspaceId.Main, All: true, [], Jobs: true)]);

    private static ImportJob Job(ImportStatus status) => new()
    {
        Id = 7,
        File = "rows.sync",
        SizeBytes = 1,
        Received = DateTimeOffset.UnixEpoch,
        Upload = 1,
        Status = status,
    };

    private static IdentityKey Person(int number) =>
        new(SimulatedCatalog.Customers, IdentityValue.Parse($"p{number}"));

    private FeedItem Item(IdentityKey person, SegmentId segment) => new(
        WorkspaceId.Main,
        ProfileSegments.News(person, ProfileState.Unknown, Member(person, segment)),
        Job: null);

    private void Publish(FeedNode node, IdentityKey person, SegmentId segment) =>
        node.Feed.Publish(
            WorkspaceId.Main, person, ProfileState.Unknown, Member(person, segment));

    private ProfileState Member(IdentityKey person, SegmentId segment) =>
        ProfileState.Of(new Profile
        {
            Version = ++_version,
            Fragments =
            [
                Fragment.Of(person) with
                {
                    Memberships = [new SegmentMembership(segment, 1, 1)],
                },
            ],
        });
}
