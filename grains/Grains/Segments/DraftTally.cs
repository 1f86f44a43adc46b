using Krewe.Contracts.Segments;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Segments;

/// <summary>Counts who would be members of a draft. Memory does not grow with what is counted; any
/// number of threads may add.</summary>
/// <remarks>Nobody has been a member of a draft since any instant: whoever was seen in the range
/// counts in real time, as for a saved segment that had always been there.</remarks>
internal sealed class DraftTally(SegmentDraft draft, DateTimeOffset now)
{
    private readonly Lock _lock = new();
    private readonly long _now = now.ToUnixTimeSeconds();
    private readonly long _seenSince =
        now.AddDays(-SegmentFigures.RealTimeDays).ToUnixTimeSeconds();
    private Sums _total;
    private Sums _realTime;
    private Sums _profiles;
    private long _sampled;

    public SegmentDraft Draft => draft;

    /// <summary>Profiles that were added.</summary>
    public long Sampled => Interlocked.Read(ref _sampled);

    /// <summary>Adds what is kept under a key, if that is a profile.</summary>
    public void Add(ProfileState state)
    {
        if (state.Standing != ProfileStanding.Profile)
        {
            return;
        }

        var members = draft.MembersOf(state, _now, _seenSince);
        lock (_lock)
        {
            _sampled++;
            _total.Add(members.Total);
            _realTime.Add(members.Seen);
            _profiles.Add(members.Total > 0 ? 1 : 0);
        }
    }

    /// <summary>The figures, when each profile had this chance to be added.</summary>
    public SegmentEstimate Finish(double share)
    {
        lock (_lock)
        {
            return new SegmentEstimate(
                _total.Of(share),
                _realTime.Of(share),
                _profiles.Of(share),
                _sampled,
                share,
                now);
        }
    }

    private struct Sums
    {
        private long _sum;
        private long _squares;

        public void Add(int members)
        {
            _sum += members;
            _squares += (long)members * members;
        }

        public readonly SampledFigure Of(double share) =>
            SampledFigure.Of(_sum, _squares, share);
    }
}
