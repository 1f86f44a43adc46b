using Krewe.Contracts.Events;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Pacing;

namespace Krewe.Grains.Events;

/// <summary>Reads what the identities of events are members of.</summary>
internal sealed class EventStandings(IGrainFactory grains, WorkspaceId workspace)
{
    // Each hop is a merge that happened meanwhile: more than this is a loop.
    private const int HopsMax = 64;

    private readonly Dictionary<IdentityKey, (IdentityKey Key, ProfileState State)> _read = [];

    /// <summary>Puts into the verdicts of events that were taken in what their identities are
    /// members of.</summary>
    public async Task AddToAsync(
        LiveEvent[] events,
        EventVerdict[] verdicts,
        int callsMax,
        CancellationToken cancellationToken)
    {
        var identities = events
            .Where((_, place) => verdicts[place].Outcome != EventOutcome.Refused)
            .Select(happened => happened.Identities[0].Identity)
            .Distinct()
            .ToArray();
        await Bounded.ForEachAsync(identities, callsMax, async identity =>
        {
            var found = await FindAsync(identity, cancellationToken);
            lock (_read)
            {
                _read[identity] = found;
            }
        });
        for (var place = 0; place < events.Length; place++)
        {
            if (_read.TryGetValue(events[place].Identities[0].Identity, out var found)
                && verdicts[place].Outcome != EventOutcome.Refused)
            {
                verdicts[place] = With(verdicts[place], events[place], found.Key, found.State);
            }
        }
    }

    private async Task<(IdentityKey Key, ProfileState State)> FindAsync(
        IdentityKey identity, CancellationToken cancellationToken)
    {
        var key = identity;
        for (var hop = 0; ; hop++)
        {
            var state = await grains.GetGrain<IProfileGrain>(workspace.ProfileKey(key))
                .GetAsync(cancellationToken);
            var isElsewhere = state.Standing is ProfileStanding.Pointer or ProfileStanding.Moving;
            if (!isElsewhere || hop == HopsMax)
            {
                return (key, state);
            }

            key = state.Owner;
        }
    }

    private static EventVerdict With(
        EventVerdict verdict, LiveEvent happened, IdentityKey key, ProfileState state)
    {
        var segments = new SortedSet<SegmentId>();
        var isOptedOut = false;
        foreach (var declared in happened.Identities)
        {
            if (state.Profile.IndexOf(declared.Identity) is var place and >= 0)
            {
                var fragment = state.Profile.Fragments[place];
                isOptedOut |= fragment.IsOptedOut;
                segments.UnionWith(fragment.Memberships.Select(member => member.Segment));
            }
        }

        return verdict with { Segments = [.. segments], Profile = key, IsOptedOut = isOptedOut };
    }
}
