using System.Collections.Immutable;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Profiles;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Profiles;

/// <summary>This process's links to the live feeds of the other silos.</summary>
/// <remarks>
/// <para>Every silo tells every other one what its subscribers want; changes go straight from the
/// silo of the profile to the silos that want them. A silo that starts does not know yet who wants
/// what, so it keeps its changes until it has exchanged that with every silo that is up; therefore
/// a subscriber is only ever owed the word of those that it is linked to. Two silos that join at
/// once find each other, because the roster lists the first to the second.</para>
/// <para>A silo that is lost may take changes with it that nobody has heard: then the subscriptions
/// here end. One that stops says so when it has sent everything.</para>
/// <para>Where there is one silo there is no link, and nothing is ever sent.</para>
/// </remarks>
internal sealed partial class FeedLinks(
    IGrainFactory grains,
    IFeedSilos silos,
    IOptions<FeedOptions> options,
    TimeProvider time,
    ILogger<FeedLinks> logger) : IDisposable
{
    private static readonly TimeSpan RetryWait = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly Lock _watchLock = new();
    private readonly SemaphoreSlim _telling = new(1, 1);
    private readonly TaskCompletionSource _joined =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Queue<FeedItem> _early = [];
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private ImmutableArray<IFeedReceiver> _receivers = [];
    private FeedWatch _told = new(0, []);
    private FeedPeer? _peer;
    private IFeedPeer? _self;
    private bool _hasLostEarly;
    private bool _isListening;
    private volatile FeedLink[] _links = [];
    private volatile bool _isEarly;

    /// <summary>Other silos that this one is linked to.</summary>
    public int Count => _links.Length;

    /// <summary>Whether every silo that is up is linked.</summary>
    public bool IsJoined => !_isEarly;

    /// <summary>Completes when every silo that is up is linked.</summary>
    public Task UntilJoinedAsync(CancellationToken cancellationToken) =>
        _joined.Task.WaitAsync(cancellationToken);

    /// <summary>Adds a feed of this process.</summary>
    public void Attach(IFeedReceiver receiver)
    {
        lock (_lock)
        {
            _receivers = _receivers.Add(receiver);
            receiver.Listen(_isListening);
        }
    }

    /// <summary>From here on changes are kept until the other silos are known. Before the first
    /// turn of any profile.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _isEarly = true;
            Listen();
        }
    }

    /// <summary>Whether a silo elsewhere wants to hear of a workspace, or may.</summary>
    public bool Wanted(WorkspaceId workspace)
    {
        foreach (var link in _links)
        {
            if (link.Wanted(workspace))
            {
                return true;
            }
        }

        return _isEarly;
    }

    /// <summary>Sends what a profile's write has changed. Called by its turns.</summary>
    public void Post(WorkspaceId workspace, ProfileNews news) =>
        Post(new FeedItem(workspace, news, Job: null));

    /// <summary>Sends what became of a job. Called by its turns.</summary>
    public void Post(WorkspaceId workspace, ImportJob job) =>
        Post(new FeedItem(workspace, News: null, job));

    /// <summary>Says that a change of a workspace was lost.</summary>
    public void PostLoss(WorkspaceId workspace) =>
        Post(new FeedItem(workspace, News: null, Job: null));

    /// <summary>Completes when every silo that could have a change for a subscriber of this process
    /// knows what is wanted here.</summary>
    /// <exception cref="FeedInterruptedException">One that is up did not learn of it in
    /// time.</exception>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        if (!_isEarly && _links.Length == 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(options.Value.AcknowledgeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token, cancellationToken);
        try
        {
            await UntilJoinedAsync(either.Token);
            await TellAsync(either.Token);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new FeedInterruptedException(
                "Not every silo could be told of the subscription in time. Try again.",
                fault);
        }
    }

    /// <summary>Joins the roster again, links what is new, and lets go of what is gone.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var self = Self();
        var roster = await grains.GetGrain<IFeedRosterGrain>(0)
            .JoinAsync(silos.Self, self, cancellationToken);
        DropMissing(roster.Silos);
        using var limit = new CancellationTokenSource(options.Value.AcknowledgeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            limit.Token, cancellationToken);
        var isLinked = true;
        foreach (var member in roster.Members.Where(IsNew))
        {
            isLinked &= await TryAsync(
                async () => Hear(
                    member, await member.Peer.ExchangeAsync(silos.Self, self, Watch())),
                either.Token);
        }

        if (_isEarly && isLinked && roster.IsComplete)
        {
            EndEarly();
        }

        await TellAsync(either.Token);
    }

    /// <summary>Sends what is waiting and takes leave: the silo stops.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        var links = _links;
        if (links.Length == 0)
        {
            return;
        }

        await Task.WhenAll(links.Select(link => link.FlushAsync(cancellationToken)));
        foreach (var link in links)
        {
            await TryAsync(() => link.Member.Peer.LeaveAsync(silos.Self), cancellationToken);
        }

        await TryAsync(
            () => grains.GetGrain<IFeedRosterGrain>(0).LeaveAsync(silos.Self, cancellationToken),
            cancellationToken);
    }

    public void Dispose()
    {
        _telling.Dispose();
        foreach (var link in _links)
        {
            link.Dispose();
        }
    }

    private bool IsNew(FeedMember member) => member.Silo != silos.Self
        && !Array.Exists(_links, link => link.Member.Silo == member.Silo);

    /// <summary>Links a silo, or takes its latest word.</summary>
    internal void Hear(FeedMember member, FeedWatch watch)
    {
        lock (_lock)
        {
            var link = _links.FirstOrDefault(link => link.Member.Silo == member.Silo);
            if (link is null)
            {
                link = new FeedLink(
                    silos.Self,
                    member,
                    options.Value.LinkBufferMax,
                    hasLost: _lost.Remove(member.Silo),
                    time,
                    logger);
                _links = [.. _links, link];
            }

            link.Hear(watch);
            Listen();
        }
    }

    /// <summary>What this process's subscribers want now.</summary>
    internal FeedWatch Watch()
    {
        lock (_watchLock)
        {
            var workspaces = _receivers
                .SelectMany(receiver => receiver.Watched())
                .GroupBy(watched => watched.Workspace)
                .OrderBy(group => group.Key.Name, StringComparer.Ordinal)
                .Select(group => new WatchedWorkspace(
                    group.Key,
                    group.Any(watched => watched.All),
                    [.. group.SelectMany(watched => watched.Segments).Distinct().Order()],
                    group.Any(watched => watched.Jobs)));
            var watch = new FeedWatch(_told.Version + 1, [.. workspaces]);
            return watch.SaysTheSame(_told) ? _told : _told = watch;
        }
    }

    /// <summary>Hands changes from another silo to the subscribers here.</summary>
    internal void Receive(FeedBatch batch)
    {
        if (batch.HasLost)
        {
            EndAll(workspace: null, new SubscriberTooSlowException());
        }

        foreach (var item in batch.Items)
        {
            if (item is { News: null, Job: null })
            {
                EndAll(item.Workspace, new FeedInterruptedException());
                continue;
            }

            foreach (var receiver in _receivers)
            {
                receiver.Receive(item);
            }
        }
    }

    /// <summary>A silo has stopped, and has sent everything.</summary>
    internal void Forget(string silo)
    {
        lock (_lock)
        {
            foreach (var link in _links.Where(link => link.Member.Silo == silo))
            {
                link.Dispose();
            }

            _links = Array.FindAll(_links, link => link.Member.Silo != silo);
            Listen();
        }
    }
}
