using System.Collections.Immutable;
using System.Threading.Channels;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Profiles;

/// <summary>Sends changes to the subscribers of one other silo.</summary>
/// <remarks>
/// Turns put changes in and never wait. One loop sends them in batches, in order; a batch that
/// failed is sent again as it was, and the other side takes it once. If changes come faster than
/// they can be sent some are lost, and the other side is told so.
/// </remarks>
internal sealed partial class FeedLink : IDisposable
{
    private const int BatchMax = 512;

    private static readonly TimeSpan RetryWait = TimeSpan.FromMilliseconds(200);

    private readonly string _self;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<FeedItem> _items;
    private readonly Task _running;
    private volatile Wants _wants = new(new FeedWatch(-1, []));
    private int _hasLost;
    private int _isClosed;

    /// <param name="self">This silo.</param>
    /// <param name="member">The other one.</param>
    /// <param name="bufferMax">Changes that may wait.</param>
    /// <param name="hasLost">Whether changes for it have been lost already.</param>
    /// <param name="time">For the wait before a batch is sent again.</param>
    /// <param name="logger">Where failures go.</param>
    public FeedLink(
        string self,
        FeedMember member,
        int bufferMax,
        bool hasLost,
        TimeProvider time,
        ILogger logger)
    {
        (_self, Member, _time, _logger) = (self, member, time, logger);
        _hasLost = hasLost ? 1 : 0;
        Closing = _closing.Token;
        _items = Channel.CreateBounded<FeedItem>(
            new BoundedChannelOptions(bufferMax) { SingleReader = true });
        _running = Task.Run(RunAsync);
    }

    /// <summary>The silo at the other end.</summary>
    public FeedMember Member { get; }

    /// <summary>Since when the silo is not known to be up, as a timestamp; null: it is.</summary>
    public long? MissingSince { get; set; }

    /// <summary>The version of the latest word on this silo's wishes that the other one has
    /// heard.</summary>
    public long Told { get; set; } = -1;

    /// <summary>Whether anybody there wants to hear anything.</summary>
    public bool IsWatching => _wants.Workspaces.Count > 0;

    /// <summary>Cancelled when the link is closed.</summary>
    public CancellationToken Closing { get; }

    /// <summary>Takes the latest word on what the other silo wants.</summary>
    public void Hear(FeedWatch watch)
    {
        lock (_lock)
        {
            if (watch.Version > _wants.Version)
            {
                _wants = new Wants(watch);
            }
        }
    }

    public bool Wanted(WorkspaceId workspace) => _wants.Workspaces.ContainsKey(workspace);

    /// <summary>Sends a change, if anybody there wants it.</summary>
    public void Offer(FeedItem item)
    {
        if (_wants.Workspaces.TryGetValue(item.Workspace, out var watched)
            && Fit(item, watched) is { } wanted
            && !_items.Writer.TryWrite(wanted))
        {
            Volatile.Write(ref _hasLost, 1);
        }
    }

    /// <summary>Says whether changes for the other silo are lost.</summary>
    public void Lose(bool hasLost)
    {
        if (hasLost)
        {
            Volatile.Write(ref _hasLost, 1);
            _items.Writer.TryWrite(new FeedItem(default, News: null, Job: null));
        }
    }

    /// <summary>Sends what is waiting, as long as that takes or until the wait is ended, and
    /// closes.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        _items.Writer.TryComplete();
        await _running.WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Dispose();
    }

    /// <summary>Sends nothing more.</summary>
    public void Dispose()
    {
        _items.Writer.TryComplete();
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _closing.Cancel();
            _closing.Dispose();
        }
    }

    private static FeedItem? Fit(FeedItem item, WatchedWorkspace watched)
    {
        if (item.Job is not null)
        {
            return watched.Jobs ? item : null;
        }

        if (item.News is not { } news || watched.All)
        {
            return item;
        }

        var wanted = news.Changes.RemoveAll(change =>
            watched.Segments.BinarySearch(change.Segment) < 0);
        return wanted.IsEmpty
            ? null
            : item with { News = news with { Changes = wanted, Trails = [] } };
    }

    private async Task RunAsync()
    {
        var sequence = 0L;
        while (await _items.Reader.WaitToReadAsync())
        {
            var items = ImmutableArray.CreateBuilder<FeedItem>();
            while (items.Count < BatchMax && _items.Reader.TryRead(out var item))
            {
                items.Add(item);
            }

            var hasLost = Interlocked.Exchange(ref _hasLost, 0) != 0;
            sequence = Math.Max(sequence + 1, _time.GetUtcNow().UtcTicks);
            var batch = new FeedBatch(_self, sequence, hasLost, items.DrainToImmutable());
            while (!await TrySendAsync(batch))
            {
                if (Closing.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> TrySendAsync(FeedBatch batch)
    {
        try
        {
            await Member.Peer.TakeAsync(batch).WaitAsync(Closing);
            return true;
        }
        catch (Exception fault)
        {
            LogNotSent(fault, Member.Silo);
            await Task.Delay(RetryWait, _time, Closing)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Live changes could not be sent to {Silo}; they are sent again")]
    private partial void LogNotSent(Exception fault, string silo);

    private sealed record Wants(FeedWatch Watch)
    {
        public long Version => Watch.Version;

        public Dictionary<WorkspaceId, WatchedWorkspace> Workspaces { get; } =
            Watch.Workspaces.ToDictionary(watched => watched.Workspace);
    }
}
