using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Catalogs;

namespace Krewe.Grains.Segments;

/// <summary>Counts the members of every segment in one walk over the stored profiles.</summary>
internal sealed class SegmentCensus(IProfileScan scan, ICatalogs catalogs) : ISegmentCensus
{
    public async Task<ImmutableArray<SegmentPopulation>> TakeAsync(
        WorkspaceId workspace, int membersMax, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(workspace, 0, cancellationToken);
        var counts = catalog.Segments.ToDictionary(
            segment => segment.Definition.Id, _ => new Count(membersMax));
        await foreach (var profile in scan.ProfilesAsync(workspace, cancellationToken))
        {
            Add(profile, counts);
        }

        return [.. counts
            .OrderBy(pair => pair.Key)
            .Select(pair => new SegmentPopulation(
                pair.Key, pair.Value.Members, [.. pair.Value.First]))];
    }

    public async Task<MemberPage> MembersAsync(
        WorkspaceId workspace,
        SegmentId segment,
        IdentityKey? after,
        int countMax,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, MemberPage.CountMax);
        var catalog = await catalogs.GetAsync(workspace, 0, cancellationToken);
        if (catalog.FindSegment(segment) is null)
        {
            return new MemberPage([], HasMore: false);
        }

        // One more than the page, which says that there is more. A set, because a profile that is
        // written during the walk may be met twice.
        var first = new SortedSet<IdentityKey>();
        await foreach (var profile in scan.ProfilesAsync(workspace, cancellationToken))
        {
            var key = profile.Fragments[0].Identity;
            if ((after is null || key > after)
                && IsBeforeEnd(first, key, countMax)
                && Has(profile, segment))
            {
                first.Add(key);
                _ = first.Count > countMax + 1 && first.Remove(first.Max);
            }
        }

        return new MemberPage([.. first.Take(countMax)], HasMore: first.Count > countMax);
    }

    private static bool IsBeforeEnd(SortedSet<IdentityKey> first, IdentityKey key, int countMax) =>
        first.Count <= countMax || key < first.Max;

    private static bool Has(Profile profile, SegmentId segment)
    {
        foreach (var fragment in profile.Fragments)
        {
            foreach (var membership in fragment.Memberships)
            {
                if (membership.Segment == segment)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static void Add(Profile profile, Dictionary<SegmentId, Count> counts)
    {
        foreach (var fragment in profile.Fragments)
        {
            foreach (var membership in fragment.Memberships)
            {
                counts.GetValueOrDefault(membership.Segment)?.Add(fragment.Identity);
            }
        }
    }

    private sealed class Count(int membersMax)
    {
        public long Members { get; private set; }

        public SortedSet<IdentityKey> First { get; } = [];

        public void Add(IdentityKey member)
        {
            Members++;
            if (First.Count < membersMax)
            {
                First.Add(member);
            }
            else if (membersMax > 0 && member < First.Max)
            {
                First.Add(member);
                First.Remove(First.Max);
            }
        }
    }
}
