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
