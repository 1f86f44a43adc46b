using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Catalogs;

namespace Krewe.Grains.Segments;

/// <summary>Asks every profile which segments its identities are members of.</summary>
internal sealed class SegmentCensus(
    IGrainFactory grains, IProfileScan scan, ICatalogs catalogs) : ISegmentCensus
{
    private const int CallsMax = 512;

    public async Task<ImmutableArray<SegmentPopulation>> TakeAsync(
        WorkspaceId workspace, int membersMax, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(workspace, 0, cancellationToken);
        var counts = catalog.Segments.ToDictionary(
            segment => segment.Definition.Id, _ => new Count(membersMax));
        for (var partition = 0; partition < BackfillProgress.Partitions; partition++)
        {
            var keys = scan.KeysAsync(
                partition, BackfillProgress.Partitions, cancellationToken);
            await CountAsync(workspace, keys, counts, cancellationToken);
        }

        return [.. counts
            .OrderBy(pair => pair.Key)
            .Select(pair => new SegmentPopulation(
                pair.Key, pair.Value.Members, [.. pair.Value.First]))];
    }

    private async Task CountAsync(
        WorkspaceId workspace,
        IAsyncEnumerable<string> keys,
        Dictionary<SegmentId, Count> counts,
        CancellationToken cancellationToken)
    {
        var asked = new List<Task<ProfileState>>(CallsMax);
        await foreach (var key in keys.WithCancellation(cancellationToken))
        {
            if (WorkspaceId.OfKey(key) != workspace)
            {
                continue;
            }

            asked.Add(grains.GetGrain<IProfileGrain>(key).GetAsync(cancellationToken).AsTask());
            if (asked.Count == CallsMax)
            {
                Add(await Task.WhenAll(asked), counts);
                asked.Clear();
            }
        }

        Add(await Task.WhenAll(asked), counts);
    }

    private static void Add(ProfileState[] states, Dictionary<SegmentId, Count> counts)
    {
        foreach (var fragment in states.SelectMany(state => state.Profile.Fragments))
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
            if (First.Add(member) && First.Count > membersMax)
            {
                First.Remove(First.Max);
            }
        }
    }
}
