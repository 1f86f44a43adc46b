using System.Collections.Concurrent;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Profiles;

/// <summary>The live changes of memberships in this process.</summary>
/// <remarks>
/// Profiles tell what they have stored, on the turn that stored it, so that order holds for each of
/// them. While nobody watches that costs them the reading of one field.
/// </remarks>
internal sealed partial class MembershipFeed(
    IGrainFactory grains,
    FeedLinks links,
    IOptions<FeedOptions> options,
    FeedMetrics metrics,
    ILogger<MembershipFeed> logger)
    : IMembershipFeed, IFeedReceiver, IDisposable
{
    // Each hop is a merge or a parting that happened meanwhile: more than this is a loop.
    private const int HopsMax = 64;

    // A store that fails this many writes at once is down; what it holds is not worth the memory.
    private const int DoubtsMax = 10_000;

    private readonly ConcurrentDictionary<WorkspaceId, MembershipIndex> _indexes = [];
    private readonly ConcurrentDictionary<(WorkspaceId, IdentityKey), ProfileState> _doubts = [];
    private readonly NewsOrder _order = new();
    private int _watchers;
    private int _doubtful;
    private bool _isListening;

    /// <summary>Whether anybody wants to hear of profiles.</summary>
    public bool IsWatched => Volatile.Read(ref _watchers) != 0;

    /// <summary>Whether any write may or may not have landed.</summary>
    public bool HasDoubts => Volatile.Read(ref _doubtful) != 0;

    /// <summary>Relays and followed keys that are held: none when nobody is subscribed.</summary>
    public int Places => _indexes.Sum(pair => pair.Value.Places);

    public async ValueTask<IMembershipSubscription> SubscribeAsync(
        WorkspaceId workspace, MembershipInterest interest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(interest);
        cancellationToken.ThrowIfCancellationRequested();
        var index = _indexes.GetOrAdd(workspace, _ => new MembershipIndex(options.Value));
        var subscription = new MembershipSubscription(
            interest,
            options.Value.SubscriberBufferMax,
            (ended, fault) => Forget(index, ended, fault));
        index.Add(subscription);
        metrics.Opened();
        Interlocked.Increment(ref _watchers);
        try
        {
            await links.WatchAsync(cancellationToken);
            if (interest.Profile is { } identity)
            {
                await FindAsync(workspace, identity, index, subscription, cancellationToken);
            }

            return subscription;
        }
        catch
        {
            await subscription.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells what a write that has landed has changed. Called on the turn that wrote, and
    /// only while somebody watches.</summary>
    public void Publish(
        WorkspaceId workspace, IdentityKey key, ProfileState before, ProfileState after)
    {
        var isWanted = links.Wanted(workspace);
        var index = _indexes.GetValueOrDefault(workspace);
        if ((isWanted || index?.Count > 0)
            && ProfileSegments.News(key, before, after) is { } news)
        {
            Deliver(index, workspace, news);
            if (isWanted)
            {
                links.Post(workspace, news);
            }
        }
    }

    /// <summary>Counts silos elsewhere as one watcher.</summary>
    public void Listen(bool isOn)
    {
        if (isOn != _isListening)
        {
            _isListening = isOn;
            Interlocked.Add(ref _watchers, isOn ? 1 : -1);
        }
    }

    public IEnumerable<WatchedWorkspace> Watched() => _indexes
        .Select(pair => pair.Value.Watched(pair.Key))
        .OfType<WatchedWorkspace>();

    public void Receive(FeedItem item)
    {
        if (item.News is { } news)
        {
            Deliver(_indexes.GetValueOrDefault(item.Workspace), item.Workspace, news);
        }
    }

    public void EndAll(WorkspaceId? workspace, Exception fault)
    {
        foreach (var (key, index) in _indexes)
        {
            if (workspace is null || workspace == key)
            {
                index.EndAll(fault);
            }
        }
    }

    /// <summary>Remembers a write that may or may not have landed, until the profile is read
    /// again.</summary>
    public void Doubt(WorkspaceId workspace, IdentityKey key, ProfileState before)
    {
        if (links.Count > 0 || Volatile.Read(ref _doubtful) >= DoubtsMax)
        {
            // With more than one silo the profile may wake up on another one.
            links.PostLoss(workspace);
            EndAll(workspace, new FeedInterruptedException());
        }
        else if (_doubts.TryAdd((workspace, key), before))
        {
            Interlocked.Increment(ref _doubtful);
            _ = Task.Run(() => ReadAgainAsync(workspace, key));
        }
    }

    /// <summary>Tells what a doubtful write has changed, if it has landed. Called when a profile is
    /// read, before its first turn.</summary>
    public void Settle(WorkspaceId workspace, IdentityKey key, ProfileState stored)
    {
        if (_doubts.TryRemove((workspace, key), out var before))
        {
            Interlocked.Decrement(ref _doubtful);
            Publish(workspace, key, before, stored);
        }
    }

    public void Dispose()
    {
        foreach (var (_, index) in _indexes)
        {
            index.EndAll(fault: null);
        }
    }

    // On one silo the turns of a profile are its order. With more, a profile may have come from
    // another one whose last word is still under way.
    private void Deliver(MembershipIndex? index, WorkspaceId workspace, ProfileNews news)
    {
        if (links.Count > 0 && !_order.IsNext(workspace, news))
        {
            index?.EndAll(new FeedInterruptedException());
        }
        else
        {
            index?.Deliver(news);
        }
    }

    private void Forget(
        MembershipIndex index, MembershipSubscription subscription, Exception? fault)
    {
        index.Remove(subscription);
        Interlocked.Decrement(ref _watchers);
        metrics.Ended(fault);
    }

    // Whoever comes next reads the profile; this is for the case that nobody does. If the store
    // still fails, the doubt waits for the next one who comes.
    private async Task ReadAgainAsync(WorkspaceId workspace, IdentityKey key)
    {
        try
        {
            await grains.GetGrain<IProfileGrain>(workspace.ProfileKey(key))
                .GetAsync(CancellationToken.None);
        }
        catch (Exception fault)
        {
            LogNotReadAgain(fault);
        }
    }

    [LoggerMessage(LogLevel.Debug, "A profile whose write has failed could not be read again.")]
    private partial void LogNotReadAgain(Exception fault);

    // A key is followed before it is read, so whatever it becomes after that is heard.
    private async ValueTask FindAsync(
        WorkspaceId workspace,
        IdentityKey identity,
        MembershipIndex index,
        MembershipSubscription subscription,
        CancellationToken cancellationToken)
    {
        var at = identity;
        for (var hop = 0; hop < HopsMax; hop++)
        {
            var state = await grains.GetGrain<IProfileGrain>(workspace.ProfileKey(at))
                .GetAsync(cancellationToken);
            var next = NextOf(state, identity);
            if (next is null)
            {
                return;
            }

            at = next.Value;
            index.Follow(subscription, at);
        }
    }

    private static IdentityKey? NextOf(ProfileState state, IdentityKey identity)
    {
        if (state.Standing is ProfileStanding.Pointer or ProfileStanding.Moving)
        {
            return state.Owner;
        }

        var parcel = state.Profile.Departing.FirstOrDefault(parcel =>
            parcel.Content.IndexOf(identity) >= 0);
        return parcel?.To;
    }
}
