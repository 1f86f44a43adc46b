using System.Collections.Immutable;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Activation;

/// <summary>What a destination knows of one identifier: who claims it, and which audiences have
/// it. Every change is a new value.</summary>
/// <remarks>
/// <para>Shape: <see cref="Claims"/> is ordered by segment and member and holds each pair once, the
/// other lists by segment. An identifier belongs in a segment's audience while at least one claim
/// is joined.</para>
/// <para>Claims form a join: order and repetition do not change where they end. At the same version
/// the withdrawn claim holds.</para>
/// </remarks>
public sealed record LedgerEntry
{
    /// <summary>The most claims that are kept. A family that shares an address makes a few dozen;
    /// thousands mean a placeholder, and one more claim on it changes nothing.</summary>
    public const int ClaimsMax = 4_096;

    /// <summary>How long a withdrawn claim is kept to recognise late repeats, in seconds. News are
    /// delivered again for as long as their sender lives and is not answered: minutes.</summary>
    public const long WithdrawnKeptSeconds = 86_400;

    /// <summary>Characters of a reason that are kept.</summary>
    public const int ReasonLengthMax = 256;

    /// <summary>Nothing is known.</summary>
    public static LedgerEntry Empty { get; } = new();

    /// <summary>By segment, then by member.</summary>
    public ImmutableArray<LedgerClaim> Claims { get; init; } = [];

    /// <summary>By segment.</summary>
    public ImmutableArray<LedgerHolding> Holdings { get; init; } = [];

    /// <summary>By segment.</summary>
    public ImmutableArray<LedgerRefusal> Refusals { get; init; } = [];

    /// <summary>By segment; for people only, nothing is decided by them.</summary>
    public ImmutableArray<LedgerTrial> Trials { get; init; } = [];

    /// <summary>True if nothing has to be remembered.</summary>
    public bool IsEmpty => Claims.IsEmpty && Holdings.IsEmpty && Refusals.IsEmpty;

    /// <summary>Takes in one piece of news, once.</summary>
    /// <returns>The next entry, or this very one if the news is known or outdated.</returns>
    public LedgerEntry Apply(Qualification news)
    {
        var claim = new LedgerClaim(
            news.Segment, news.Member, news.Version, news.Joined, news.At);
        var index = FindClaim(news.Segment, news.Member);
        if (index >= 0)
        {
            return IsNewer(claim, Claims[index])
                ? this with { Claims = Claims.SetItem(index, claim) }
                : this;
        }

        return Claims.Length < ClaimsMax
            ? this with { Claims = Claims.Insert(~index, claim) }
            : this;
    }

    /// <summary>True while any member claims the identifier for the segment.</summary>
    public bool IsWanted(SegmentId segment)
    {
        foreach (var claim in Claims)
        {
            if (claim.Segment == segment && claim.Joined)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The audience of the segment that has the identifier; null: none.</summary>
    public string? HeldBy(SegmentId segment)
    {
        foreach (var holding in Holdings)
        {
            if (holding.Segment == segment)
            {
                return holding.Audience;
            }
        }

        return null;
    }

    /// <summary>What has to be done so that the audiences have what is wanted.</summary>
    /// <param name="audiences">The audiences that exist, by segment.</param>
    /// <param name="changes">Takes one element for each segment that differs.</param>
    public void AddDifferences(
        IReadOnlyDictionary<SegmentId, string> audiences, ICollection<LedgerChange> changes)
    {
        ArgumentNullException.ThrowIfNull(audiences);
        ArgumentNullException.ThrowIfNull(changes);
        foreach (var (segment, audience) in Holdings)
        {
            if (!IsWanted(segment))
            {
                var isThere = audiences.TryGetValue(segment, out var current)
                    && string.Equals(current, audience, StringComparison.Ordinal);
                Add(changes, segment, isThere ? LedgerAction.Remove : LedgerAction.Forget);
            }
        }

        var seen = default(SegmentId?);
        foreach (var claim in Claims)
        {
            if (claim.Joined && claim.Segment != seen)
            {
                seen = claim.Segment;
                if (HeldBy(claim.Segment) is not { } audience
                    || !audiences.TryGetValue(claim.Segment, out var current)
                    || !string.Equals(current, audience, StringComparison.Ordinal))
                {
                    Add(changes, claim.Segment, LedgerAction.Add);
                }
            }
        }
    }

    /// <summary>The entry after the platform put the identifier into an audience.</summary>
    public LedgerEntry Hold(SegmentId segment, string audience)
    {
        var next = Release(segment);
        var index = 0;
        while (index < next.Holdings.Length && next.Holdings[index].Segment < segment)
        {
            index++;
        }

        return next with
        {
            Holdings = next.Holdings.Insert(index, new LedgerHolding(segment, audience)),
        };
    }

    /// <summary>The entry after the platform took the identifier out of the segment's audience, or
    /// lost that audience.</summary>
    public LedgerEntry Release(SegmentId segment) => this with
    {
        Holdings = Holdings.RemoveAll(holding => holding.Segment == segment),
        Refusals = Refusals.RemoveAll(refusal => refusal.Segment == segment),
    };

    /// <summary>The entry after the platform refused what the claims on a segment ask for: it is
    /// not asked for again before a newer claim.</summary>
    public LedgerEntry Refuse(SegmentId segment)
    {
        var others = Refusals.RemoveAll(refusal => refusal.Segment == segment);
        var index = 0;
        while (index < others.Length && others[index].Segment < segment)
        {
            index++;
        }

        return this with
        {
            Refusals = others.Insert(index, new LedgerRefusal(segment, NewestOf(segment))),
        };
    }

    /// <summary>The entry with what came of the last change that was tried for a
    /// segment.</summary>
    public LedgerEntry Note(LedgerTrial trial)
    {
        var kept = trial.Reason is { Length: > ReasonLengthMax } reason
            ? trial with { Reason = reason[..ReasonLengthMax] }
            : trial;
        var others = Trials.RemoveAll(known => known.Segment == trial.Segment);
        var index = 0;
        while (index < others.Length && others[index].Segment < trial.Segment)
        {
            index++;
        }

        return this with { Trials = others.Insert(index, kept) };
    }

    /// <summary>The entry without withdrawn claims that are too old to be repeated, and without
    /// trials of segments of which nothing else is known.</summary>
    /// <param name="now">Unix seconds.</param>
    /// <returns>The next entry, or this very one if all is kept.</returns>
    public LedgerEntry Prune(long now)
    {
        var kept = Claims.RemoveAll(
            claim => !claim.Joined && claim.At < now - WithdrawnKeptSeconds);
        if (kept.Length == Claims.Length)
        {
            return this;
        }

        var next = this with { Claims = kept };
        return next with { Trials = Trials.RemoveAll(trial => !next.Knows(trial.Segment)) };
    }

    /// <summary>True if the platform refused what the claims on a segment ask for.</summary>
    public bool IsRefused(SegmentId segment)
    {
        foreach (var refusal in Refusals)
        {
            if (refusal.Segment == segment)
            {
                return NewestOf(segment) <= refusal.Version;
            }
        }

        return false;
    }

    private bool Knows(SegmentId segment) =>
        HeldBy(segment) is not null
        || Claims.Any(claim => claim.Segment == segment)
        || Refusals.Any(refusal => refusal.Segment == segment);

    private void Add(ICollection<LedgerChange> changes, SegmentId segment, LedgerAction action)
    {
        if (action == LedgerAction.Forget || !IsRefused(segment))
        {
            changes.Add(new LedgerChange(segment, action));
        }
    }

    private long NewestOf(SegmentId segment)
    {
        var newest = 0L;
        foreach (var claim in Claims)
        {
            newest = claim.Segment == segment ? Math.Max(newest, claim.Version) : newest;
        }

        return newest;
    }

    private static bool IsNewer(LedgerClaim claim, LedgerClaim known) =>
        claim.Version > known.Version
        || (claim.Version == known.Version && known.Joined && !claim.Joined);

    // The complement of the place to insert where there is none, as in Array.BinarySearch.
    private int FindClaim(SegmentId segment, ulong member)
    {
        var (low, high) = (0, Claims.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var bySegment = Claims[middle].Segment.CompareTo(segment);
            var order = bySegment != 0 ? bySegment : Claims[middle].Member.CompareTo(member);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
