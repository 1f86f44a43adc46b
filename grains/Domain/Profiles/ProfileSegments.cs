using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Profiles;

/// <summary>The segments of a profile: those that any of its identities is a member of.</summary>
/// <remarks>
/// <para>Shape: a pointer has none, and neither has a key of which nothing is known. A profile that
/// is moving keeps its own until it has arrived, so that a merge is seen as joining first and
/// leaving then.</para>
/// </remarks>
public static class ProfileSegments
{
    /// <summary>What a write under a key means, or null if it means nothing to
    /// followers.</summary>
    public static ProfileNews? News(IdentityKey key, ProfileState before, ProfileState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Standing == after.Standing
            && before.Owner == after.Owner
            && before.Profile.Fragments == after.Profile.Fragments
            && before.Profile.Departing == after.Profile.Departing)
        {
            return null;
        }

        var changes = Changes(before, after);
        var trails = Trails(key, before, after);
        return changes.IsEmpty && trails.IsEmpty ? null : new ProfileNews
        {
            Profile = key,
            Version = VersionOf(before, after),
            Changes = changes,
            Trails = trails,
        };
    }

    /// <summary>The segments that were joined and left between two states, ascending.</summary>
    public static ImmutableArray<SegmentChange> Changes(ProfileState before, ProfileState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var had = Of(before).AsSpan();
        var has = Of(after).AsSpan();
        if (had.SequenceEqual(has))
        {
            return [];
        }

        var changes = ImmutableArray.CreateBuilder<SegmentChange>();
        var old = 0;
        var young = 0;
        while (old < had.Length || young < has.Length)
        {
            var order = old == had.Length ? 1
                : young == has.Length ? -1
                : had[old].CompareTo(has[young]);
            if (order != 0)
            {
                changes.Add(new SegmentChange(order > 0 ? has[young] : had[old], order > 0));
            }

            old += order <= 0 ? 1 : 0;
            young += order >= 0 ? 1 : 0;
        }

        return changes.DrainToImmutable();
    }

    /// <summary>The segments of what is kept under a key, ascending, each once.</summary>
    public static ImmutableArray<SegmentId> Of(ProfileState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Standing is not (ProfileStanding.Profile or ProfileStanding.Moving))
        {
            return [];
        }

        var fragments = state.Profile.Fragments;
        var count = 0;
        foreach (var fragment in fragments)
        {
            count += fragment.Memberships.Length;
        }

        var segments = new SegmentId[count];
        count = 0;
        foreach (var fragment in fragments)
        {
            foreach (var membership in fragment.Memberships)
            {
                segments[count++] = membership.Segment;
            }
        }

        // Those of one fragment are in order.
        if (fragments.Length > 1)
        {
            count = EachOnce.Sort(segments, static (one, other) => one.CompareTo(other));
            Array.Resize(ref segments, count);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(segments);
    }

    // Whoever looks for an identity must know where it goes before it is there: the key that takes
    // it in writes later than the one that sends it.
    private static ImmutableArray<ProfileTrail> Trails(
        IdentityKey key, ProfileState before, ProfileState after)
    {
        switch (after.Standing)
        {
            case ProfileStanding.Moving when before.Standing != ProfileStanding.Moving
                || before.Owner != after.Owner:
                return [new ProfileTrail(after.Owner, Leaves: false, [])];
            case ProfileStanding.Pointer when before.Standing != ProfileStanding.Pointer
                || before.Owner != after.Owner:
                return [new ProfileTrail(after.Owner, Leaves: true, [])];
            case ProfileStanding.Profile when before.Standing is ProfileStanding.Pointer:
                return [new ProfileTrail(key, Leaves: false, [key]), .. Parting(before, after)];
            case ProfileStanding.Profile:
                return [.. Parting(before, after)];
            default:
                return [];
        }
    }

    private static IEnumerable<ProfileTrail> Parting(ProfileState before, ProfileState after) =>
        after.Profile.Departing
            .Where(parcel => !before.Profile.Departing.Any(known => known.Id == parcel.Id))
            .Select(parcel => new ProfileTrail(
                parcel.To,
                Leaves: true,
                [.. parcel.Content.Fragments.Select(fragment => fragment.Identity)]));

    // A pointer says at which version its owner took the profile in; where that is not known, and
    // where nothing is left, the change still is later than what was there before.
    private static long VersionOf(ProfileState before, ProfileState after) =>
        after.Standing switch
        {
            ProfileStanding.Profile or ProfileStanding.Moving => after.Profile.Version,
            ProfileStanding.Pointer => Math.Max(after.Since, before.Profile.Version + 1),
            _ => before.Profile.Version + 1,
        };
}
