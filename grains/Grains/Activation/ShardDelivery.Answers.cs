using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation;

/// <content>What a step comes to: how long to wait, what is written, what is counted.</content>
internal sealed partial class ShardDelivery
{
    // 44 bits of milliseconds last until 2527; the rest tells apart the shards of all destinations.
    private const int SaltBits = 19;

    /// <summary>What to do after something failed that is not the platform's to answer
    /// for.</summary>
    public TimeSpan WaitAfterFailure()
    {
        Count(new ShardStatus { Retries = 1 });
        return _retries.Next(TimeSpan.Zero);
    }

    private async Task<TimeSpan?> AnswerAsync(
        DeliveryStop stop, CancellationToken cancellationToken)
    {
        if (stop.Segment is { } failed)
        {
            _attempts.Note(failed, time.GetUtcNow(), stop.Fault.Reason);
        }

        switch (stop.Fault)
        {
            case DeliveryFault.Unauthorized or DeliveryFault.Forbidden:
                await destination.PauseAsync(stop.Fault.Reason, _token, cancellationToken);
                return null;
            case DeliveryFault.NotFound when stop is { Segment: { } segment, Audience: { } lost }:
                return await ReplaceAsync(segment, new RemoteAudienceId(lost), cancellationToken);
            default:
                return Retry((stop.Fault as DeliveryFault.Transient)?.RetryAfter);
        }
    }

    // The platform may go on naming the audience that it says is gone: then time has to help.
    private async Task<TimeSpan?> ReplaceAsync(
        SegmentId segment, RemoteAudienceId lost, CancellationToken cancellationToken)
    {
        await destination.ForgetAudienceAsync(segment, lost, cancellationToken);
        var made = await destination.EnsureAudienceAsync(segment, cancellationToken);
        if (made is not { } audience || audience == lost)
        {
            return Retry(asked: null);
        }

        await NoticeAsync([new(segment, audience)], cancellationToken);
        return TimeSpan.Zero;
    }

    private TimeSpan Retry(TimeSpan? asked)
    {
        Count(new ShardStatus { Retries = 1 });
        var wait = _retries.Next(asked ?? TimeSpan.Zero);
        _quietUntil = time.GetUtcNow() + wait;
        return wait;
    }

    private TimeSpan? WaitAfterSuccess(ShardSender sender, bool isFull)
    {
        _retries.Reset();
        _quietUntil = time.GetUtcNow() + sender.PauseFor;
        var wait = isFull ? TimeSpan.Zero : options.Linger;
        return !HasWork ? null : sender.PauseFor > wait ? sender.PauseFor : wait;
    }

    private void Count(ShardStatus more) =>
        _state = _state with { Totals = ShardTotals.Add(_state.Totals, more) };

    // The ends and the counts belong together, so they are taken before the write: news may be
    // stored while it is under way.
    private async Task WriteAsync(
        ShardState next,
        CancellationToken cancellationToken,
        IReadOnlyCollection<Qualification>? done = null)
    {
        var written = next with
        {
            Tail = _tail,
            Roster = _roster.Page,
            Totals = next.Totals.With(_waiting.Remove(done ?? [])),
        };
        await records.WriteStateAsync(written, cancellationToken);
        _state = written;
        _waiting = _waiting.Remove(done ?? []);
    }

    private long NextSession()
    {
        _session = Math.Max(_session + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        return (_session << SaltBits) | (long)(sessionSalt & ((1 << SaltBits) - 1));
    }
}
