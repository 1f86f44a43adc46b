using System.Collections.Concurrent;
using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Profiles;

/// <summary>Who wants the changes of one workspace: by profile, by segment, or all.</summary>
/// <remarks>
/// News are delivered on the turn of the profile that they are about: what looks at one segment or
/// at all of them goes to a relay, so that a turn never walks more than the subscribers of its own
/// profile. Reading takes no lock; changing does.
/// </remarks>
internal sealed class MembershipIndex(FeedOptions options)
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<SegmentId, MembershipRelay> _bySegment = [];
    private readonly ConcurrentDictionary<IdentityKey, ImmutableArray<MembershipSubscription>>
        _byProfile = [];

    private volatile MembershipRelay? _all;
    private int _subscriptions;

    /// <summary>Subscriptions that are open.</summary>
    public int Count => Volatile.Read(ref _subscriptions);

    /// <summary>Relays and followed keys that are held: none when nobody is subscribed.</summary>
    public int Places => _bySegment.Count + _byProfile.Count + (_all is null ? 0 : 1);

    /// <summary>What is wanted here, or null if nothing is.</summary>
    public WatchedWorkspace? Watched(WorkspaceId workspace) => Places == 0
        ? null
        : new WatchedWorkspace(
            workspace,
            All: _all is not null || !_byProfile.IsEmpty,
            [.. _bySegment.Keys],
            Jobs: false);

    public void Add(MembershipSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions++;
            if (subscription.Interest.Profile is { } identity)
            {
                Follow(subscription, identity);
            }
            else if (subscription.Interest.Segment is { } segment)
            {
                _bySegment.GetOrAdd(segment, _ => NewRelay()).Add(subscription);
            }
            else
            {
                (_all ??= NewRelay()).Add(subscription);
            }
        }
    }

    public void Remove(MembershipSubscription subscription)
    {
        lock (_lock)
        {
            _subscriptions--;
            foreach (var key in subscription.Followed.ToArray())
            {
                Leave(subscription, key);
            }

            if (subscription.Interest is { Profile: null, Segment: { } segment })
            {
                RemoveFrom(_bySegment[segment], subscription, () =>
                    _bySegment.TryRemove(segment, out _));
            }
            else if (subscription.Interest.Profile is null)
            {
                RemoveFrom(_all!, subscription, () => _all = null);
            }
        }
    }

    /// <summary>Looks for a subscription's profile under one more key from now on.</summary>
    public void Follow(MembershipSubscription subscription, IdentityKey key)
    {
        lock (_lock)
        {
            if (!subscription.IsOver && subscription.Followed.Add(key))
            {
                _byProfile[key] = _byProfile.TryGetValue(key, out var known)
                    ? known.Add(subscription)
                    : [subscription];
            }
        }
    }

    /// <summary>Hands news to whoever wants them. Called in the order in which a profile writes, by
    /// its turns.</summary>
    public void Deliver(ProfileNews news)
    {
        foreach (var each in news.Changes)
        {
            var change = new MembershipChange(
                news.Profile, each.Segment, each.Joined, news.At, news.Version);
            _all?.Post(change);
            if (_bySegment.TryGetValue(each.Segment, out var relay))
            {
                relay.Post(change);
            }
        }

        if (_byProfile.TryGetValue(news.Profile, out var followers))
        {
            DeliverTo(followers, news);
        }
    }

    /// <summary>Ends every subscription, for example because a change was lost.</summary>
    public void EndAll(Exception? fault)
    {
        foreach (var subscription in Subscriptions())
        {
            subscription.End(fault);
        }
    }

    // The followers are taken once: one that is added meanwhile is not owed these news.
    private void DeliverTo(ImmutableArray<MembershipSubscription> followers, ProfileNews news)
    {
        foreach (var each in news.Changes)
        {
            var change = new MembershipChange(
                news.Profile, each.Segment, each.Joined, news.At, news.Version);
            foreach (var follower in followers)
            {
                follower.Offer(change);
            }
        }

        if (!news.Trails.IsEmpty)
        {
            lock (_lock)
            {
                foreach (var follower in followers.Where(follower => !follower.IsOver))
                {
                    Turn(follower, news);
                }
            }
        }
    }

    private void Turn(MembershipSubscription follower, ProfileNews news)
    {
        var identity = follower.Interest.Profile!.Value;
        foreach (var trail in news.Trails.Where(trail => trail.Leads(identity)))
        {
            Follow(follower, trail.To);
            var left = trail.To == news.Profile
                ? follower.Followed.Where(key => key != news.Profile).ToArray()
                : trail.Leaves && news.Profile != identity ? [news.Profile] : [];
            foreach (var key in left)
            {
                Leave(follower, key);
            }
        }
    }

    private void Leave(MembershipSubscription subscription, IdentityKey key)
    {
        subscription.Followed.Remove(key);
        var left = _byProfile[key].Remove(subscription);
        if (left.IsEmpty)
        {
            _byProfile.TryRemove(key, out _);
        }
        else
        {
            _byProfile[key] = left;
        }
    }

    private static void RemoveFrom(
        MembershipRelay relay, MembershipSubscription subscription, Action forget)
    {
        relay.Remove(subscription);
        if (relay.Subscribers.IsEmpty)
        {
            forget();
            relay.Close();
        }
    }

    private MembershipRelay NewRelay() => new(options.SegmentBufferMax);

    private HashSet<MembershipSubscription> Subscriptions()
    {
        lock (_lock)
        {
            return
            [
                .. _byProfile.SelectMany(pair => pair.Value),
                .. _bySegment.SelectMany(pair => pair.Value.Subscribers),
                .. _all?.Subscribers ?? [],
            ];
        }
    }
}
