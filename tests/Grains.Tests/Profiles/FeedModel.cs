using Krewe.Contracts.Profiles;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>What subscribers should have heard, worked out slowly from everything that was
/// stored.</summary>
internal static class FeedModel
{
    /// <summary>The changes of every write, in the order of the writes.</summary>
    public static IEnumerable<Heard> Changes(IEnumerable<StoredWrite> writes) =>
        writes.SelectMany(Changes);

    /// <summary>What a follower of an identity hears, who was there from the start.</summary>
    public static List<Heard> Followed(IdentityKey identity, IEnumerable<StoredWrite> writes)
    {
        var heard = new List<Heard>();
        var places = new HashSet<IdentityKey> { identity };
        foreach (var write in writes.Where(write => places.Contains(write.Key)))
        {
            heard.AddRange(Changes(write));
            Move(identity, write, places);
        }

        return heard;
    }

    private static void Move(
        IdentityKey identity, StoredWrite write, HashSet<IdentityKey> places)
    {
        var (before, after) = (write.Before, write.After);
        if (after.Standing is ProfileStanding.Moving or ProfileStanding.Pointer)
        {
            places.Add(after.Owner);
        }

        if (after.Standing == ProfileStanding.Pointer
            && before.Standing != ProfileStanding.Pointer
            && write.Key != identity)
        {
            places.Remove(write.Key);
        }

        if (after.Standing == ProfileStanding.Profile
            && before.Standing == ProfileStanding.Pointer
            && write.Key == identity)
        {
            places.Clear();
            places.Add(identity);
        }

        foreach (var parcel in after.Profile.Departing)
        {
            if (after.Standing == ProfileStanding.Profile
                && before.Profile.Departing.All(known => known.Id != parcel.Id)
                && parcel.Content.IndexOf(identity) >= 0)
            {
                places.Add(parcel.To);
                if (write.Key != identity)
                {
                    places.Remove(write.Key);
                }
            }
        }
    }

    private static IEnumerable<Heard> Changes(StoredWrite write)
    {
        var had = SegmentsOf(write.Before);
        var has = SegmentsOf(write.After);
        return had.Union(has)
            .Where(segment => had.Contains(segment) != has.Contains(segment))
            .Order()
            .Select(segment => new Heard(write.Key, segment, has.Contains(segment)));
    }

    private static HashSet<SegmentId> SegmentsOf(ProfileState state) =>
        state.Standing is ProfileStanding.Profile or ProfileStanding.Moving
            ? state.Profile.Fragments
                .SelectMany(fragment => fragment.Memberships)
                .Select(membership => membership.Segment)
                .ToHashSet()
            : [];
}

/// <summary>A change without its time.</summary>
internal readonly record struct Heard(IdentityKey Profile, SegmentId Segment, bool Joined)
{
    public static Heard Of(MembershipChange change) =>
        new(change.Profile, change.Segment, change.Joined);

    public override string ToString() => $"{Profile}{(Joined ? '+' : '-')}{Segment}";
}
