using Krewe.Domain.Segments;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation;

/// <content>What a destination does by itself: empties what it left behind, makes lost audiences
/// anew, wakes its shards, and looks once a day whether its audiences are still there.</content>
internal sealed partial class DestinationGrain
{
    private static readonly TimeSpan NextAudience = TimeSpan.FromMilliseconds(1);

    private readonly Queue<SegmentId> _toCheck = [];
    private IGrainTimer? _waking;
    private IGrainTimer? _learning;
    private long _learnsFrom;
    private IGrainTimer? _checking;
    private bool _hasTriedLeft;

    // Nobody is to be in two accounts, so the former one is emptied first, if it can be reached;
    // and in the account in use the audience that was left would be found again.
    private bool HasToDeleteFirst => storage.State.Left.Any(
        left => !_hasTriedLeft || storage.State.IsLeftHere(left));

    // From a timer, because who asks may be who is asked for the definitions; and one audience a
    // turn, because the shards have questions too.
    public Task CheckAudiencesAsync(CancellationToken cancellationToken)
    {
        _toCheck.Clear();
        foreach (var segment in storage.State.Audiences.Keys.Order())
        {
            _toCheck.Enqueue(segment);
        }

        _checking ??= this.RegisterGrainTimer(
            CheckNextAsync,
            new GrainTimerCreationOptions(TimeSpan.Zero, NextAudience) { KeepAlive = true });
        if (!storage.State.Left.IsEmpty)
        {
            Wake();
        }

        return Task.CompletedTask;
    }

    // From a timer: the workspace that tells us is whom we may have to ask.
    public Task LearnAsync(long catalogVersion, CancellationToken cancellationToken)
    {
        _learnsFrom = Math.Max(_learnsFrom, catalogVersion);
        _learning ??= this.RegisterGrainTimer(
            LearnNowAsync,
            new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.TokenCheckPeriod)
            {
                KeepAlive = true,
            });
        return Task.CompletedTask;
    }

    private async Task LearnNowAsync(CancellationToken cancellationToken)
    {
        long from;
        do
        {
            from = _learnsFrom;
            await LearnAsync(cancellationToken);
        }
        while (_learnsFrom != from);
        _learning?.Dispose();
        _learning = null;
    }

    // A fault ends the check for today: it pauses the destination, or is met again by the shards.
    private async Task CheckNextAsync(CancellationToken cancellationToken)
    {
        var isDone = storage.State.PausedBecause is not null
            || !_toCheck.TryDequeue(out var segment)
            || !await CheckAsync(segment, cancellationToken);
        if (isDone)
        {
            _checking?.Dispose();
            _checking = null;
        }
    }

    private async Task<bool> CheckAsync(SegmentId segment, CancellationToken cancellationToken)
    {
        var catalog = await LearnAsync(cancellationToken);
        if (!storage.State.Audiences.TryGetValue(segment, out var known))
        {
            return true;
        }

        var token = await FingerprintAsync(cancellationToken);
        var found = await MakeAudienceAsync(segment, catalog, cancellationToken);
        if (!found.IsOk)
        {
            await AnswerAsync(found.Fault, token, cancellationToken);
            return false;
        }

        if (!string.Equals(found.Value.Id, known, StringComparison.Ordinal))
        {
            LogLost(this.GetPrimaryKeyString(), segment, known);
            await WriteAsync(
                storage.State.WithLost(segment).With(segment, found.Value.Id), cancellationToken);
            WakeIfOwed();
        }

        return true;
    }

    private void WakeIfOwed()
    {
        if (storage.State.OwesWaking)
        {
            Wake();
        }
    }

    // Shards are woken from a timer: a shard that is waiting for us could not answer. The debt is
    // stored, so that a crash on the way does not lose it.
    private void Wake() => _waking ??= this.RegisterGrainTimer(
        WakeAsync,
        new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.TokenCheckPeriod)
        {
            KeepAlive = true,
        });

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        if (!await DeleteLeftAsync(cancellationToken))
        {
            return;
        }

        foreach (var segment in storage.State.Lost)
        {
            if (await EnsureAudienceAsync(segment, cancellationToken) is null)
            {
                return;
            }
        }

        await Task.WhenAll(Shards().Select(shard => shard.WakeAsync(cancellationToken)));
        await WriteAsync(storage.State with { OwesWaking = false }, cancellationToken);
        _waking?.Dispose();
        _waking = null;
    }

    /// <summary>False while it has to be tried again before anything else.</summary>
    private async Task<bool> DeleteLeftAsync(CancellationToken cancellationToken)
    {
        if (storage.State.PausedBecause is not null)
        {
            return storage.State.Left.IsEmpty;
        }

        var token = await FingerprintAsync(cancellationToken);
        foreach (var left in storage.State.Left)
        {
            var fault = await _remote.DeleteAsync(left, cancellationToken);
            if (fault is null)
            {
                LogDeleted(this.GetPrimaryKeyString(), left.Audience, left.AdAccountId);
                await WriteAsync(
                    storage.State with { Left = storage.State.Left.Remove(left) },
                    cancellationToken);
            }
            else if (fault is DeliveryFault.Transient)
            {
                return false;
            }
            else if (storage.State.IsLeftHere(left))
            {
                await PauseAsync(fault.Reason, token, cancellationToken);
                return false;
            }
            else
            {
                LogLeft(
                    this.GetPrimaryKeyString(), left.Audience, left.AdAccountId, fault.Reason);
            }
        }

        _hasTriedLeft = true;
        return true;
    }
}
