using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Profiles;

/// <summary>How a silo's links are made, told and let go.</summary>
internal sealed partial class FeedLinks
{
    private IFeedPeer Self()
    {
        lock (_lock)
        {
            _peer ??= new FeedPeer(this);
            return _self ??= grains.CreateObjectReference<IFeedPeer>(_peer);
        }
    }

    private void Post(FeedItem item)
    {
        if (_isEarly && TryKeep(item))
        {
            return;
        }

        foreach (var link in _links)
        {
            link.Offer(item);
        }
    }

    // Whoever posts after the kept ones were sent finds the lock free and the silo joined, so the
    // order of a profile's turns is kept.
    private bool TryKeep(FeedItem item)
    {
        lock (_lock)
        {
            if (_isEarly && _early.Count < options.Value.LinkBufferMax)
            {
                _early.Enqueue(item);
            }
            else
            {
                _hasLostEarly |= _isEarly;
            }

            return _isEarly;
        }
    }

    private void EndEarly()
    {
        lock (_lock)
        {
            while (_early.TryDequeue(out var item))
            {
                foreach (var link in _links)
                {
                    link.Offer(item);
                }
            }

            foreach (var link in _links)
            {
                link.Lose(_hasLostEarly);
            }

            _isEarly = false;
            _joined.TrySetResult();
            Listen();
        }
    }

    // One at a time, so that a later word never overtakes an earlier one.
    private async Task TellAsync(CancellationToken cancellationToken)
    {
        if (_links.Length == 0)
        {
            return;
        }

        await _telling.WaitAsync(cancellationToken);
        try
        {
            var watch = Watch();
            await Task.WhenAll(_links
                .Where(link => link.Told < watch.Version)
                .Select(link => TellAsync(link, watch, cancellationToken)));
        }
        finally
        {
            _telling.Release();
        }
    }

    private async Task TellAsync(
        FeedLink link, FeedWatch watch, CancellationToken cancellationToken)
    {
        while (!link.Closing.IsCancellationRequested
            && !await TryAsync(ExchangeAsync, cancellationToken))
        {
            await Task.Delay(RetryWait, time, cancellationToken);
        }

        async Task ExchangeAsync()
        {
            link.Hear(await link.Member.Peer.ExchangeAsync(silos.Self, Self(), watch));
            link.Told = watch.Version;
            lock (_lock)
            {
                Listen();
            }
        }
    }

    // A silo that stops is no longer up before it has taken leave, so it gets some time for that.
    private void DropMissing(ImmutableArray<string> up)
    {
        foreach (var link in _links)
        {
            link.MissingSince = up.Contains(link.Member.Silo, StringComparer.Ordinal)
                ? null
                : link.MissingSince ?? time.GetTimestamp();
            if (link.MissingSince is { } since
                && time.GetElapsedTime(since) >= options.Value.LeaveWait)
            {
                LogLost(link.Member.Silo);
                lock (_lock)
                {
                    _lost.Add(link.Member.Silo);
                }

                Forget(link.Member.Silo);
                EndAll(workspace: null, new FeedInterruptedException());
            }
        }
    }

    // The lock is held.
    private void Listen()
    {
        var isListening = _isEarly || Array.Exists(_links, link => link.IsWatching);
        if (isListening != _isListening)
        {
            _isListening = isListening;
            foreach (var receiver in _receivers)
            {
                receiver.Listen(isListening);
            }
        }
    }

    private void EndAll(WorkspaceId? workspace, Exception fault)
    {
        foreach (var receiver in _receivers)
        {
            receiver.EndAll(workspace, fault);
        }
    }

    // A call that fails just as the time ends has run out of time.
    private async Task<bool> TryAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        try
        {
            await call().WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception fault)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LogUnreachable(fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Debug, "Another silo's live feeds could not be reached")]
    private partial void LogUnreachable(Exception fault);

    [LoggerMessage(
        LogLevel.Warning,
        "Silo {Silo} is lost, perhaps with changes that nobody has heard: subscriptions end")]
    private partial void LogLost(string silo);
}
