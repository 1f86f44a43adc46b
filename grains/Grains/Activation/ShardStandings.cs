using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Activation;

/// <summary>Works out where an identifier stands from its ledger entry.</summary>
/// <param name="audiences">The audiences that exist, by segment.</param>
/// <param name="attempts">What failed in the work that is under way.</param>
internal sealed class ShardStandings(
    IReadOnlyDictionary<SegmentId, string> audiences, ShardAttempts attempts)
{
    /// <summary>Where an identifier stands in each segment that its entry names.</summary>
    /// <param name="identifier">The identifier.</param>
    /// <param name="entry">Its entry, with the news that wait.</param>
    /// <param name="isUnderWay">Whether the shard is at work on it now.</param>
    public IEnumerable<IdentifierStanding> Of(
        IdentityKey identifier, LedgerEntry entry, bool isUnderWay)
    {
        var segments = new SortedSet<SegmentId>(entry.Claims.Select(claim => claim.Segment));
        segments.UnionWith(entry.Holdings.Select(holding => holding.Segment));
        segments.UnionWith(entry.Refusals.Select(refusal => refusal.Segment));
        foreach (var segment in segments)
        {
            var state = StateOf(identifier, entry, segment);
            yield return state == DeliveryState.Pending
                ? Pending(identifier, segment, isUnderWay)
                : Settled(identifier, segment, state, entry);
        }
    }

    private DeliveryState StateOf(
        IdentityKey identifier, LedgerEntry entry, SegmentId segment)
    {
        if (entry.IsRefused(segment))
        {
            return identifier.Value.Form == IdentityForm.Digest
                ? DeliveryState.Failed
                : DeliveryState.Suppressed;
        }

        // What an audience that is gone had, nobody has.
        var isHeld = entry.HeldBy(segment) is { } holder
            && audiences.TryGetValue(segment, out var audience)
            && string.Equals(holder, audience, StringComparison.Ordinal);
        return (entry.IsWanted(segment), isHeld) switch
        {
            (true, true) => DeliveryState.Delivered,
            (false, false) => DeliveryState.Removed,
            _ => DeliveryState.Pending,
        };
    }

    private IdentifierStanding Pending(
        IdentityKey identifier, SegmentId segment, bool isUnderWay)
    {
        var failed = isUnderWay ? attempts.Of(segment) : default;
        return new(
            identifier,
            segment,
            DeliveryState.Pending,
            failed.Count,
            failed.Count == 0 ? null : failed.Last,
            failed.Reason);
    }

    private static IdentifierStanding Settled(
        IdentityKey identifier, SegmentId segment, DeliveryState state, LedgerEntry entry)
    {
        var trial = entry.Trials.FirstOrDefault(known => known.Segment == segment);
        return new(
            identifier,
            segment,
            state,
            trial.Attempts,
            trial.At == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(trial.At),
            trial.Reason);
    }
}
