using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Segments;

namespace Krewe.Grains.Tests.Segments;

/// <summary>Members by page, in one order however the store walks.</summary>
public sealed class SegmentCensusTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 50)];

    [Theory]
    [InlineData(0)]
    [InlineData(MemberPage.CountMax + 1)]
    public async Task Page_of_no_or_too_many_members_is_refused(int countMax)
    {
        var census = Census(new FakeScan(RandomProfiles.CatalogOf(1)));

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => census.MembersAsync(
            WorkspaceId.Main, new SegmentId(1), after: null, countMax, None));
    }

    [Fact]
    public async Task Segment_that_is_not_defined_has_no_members_and_costs_no_walk()
    {
        var scan = new FakeScan(RandomProfiles.CatalogOf(1));

        var page = await Census(scan).MembersAsync(
            WorkspaceId.Main, new SegmentId(99), after: null, 10, None);

        Assert.Equal((true, false, 0), (page.Profiles.IsEmpty, page.HasMore, scan.Walks));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Pages_list_each_profile_with_a_member_once_and_in_order(int seed)
    {
        var random = new Random(seed);
        var scan = new FakeScan(RandomProfiles.CatalogOf(seed));
        scan.Profiles.AddRange(
            Enumerable.Range(0, 60).Select(number => RandomProfiles.Next(random, number)));
        var segment = scan.Catalog.Segments[0].Definition.Id;
        var expected = scan.Profiles
            .Where(profile => profile.Fragments.Any(fragment =>
                fragment.Memberships.Any(membership => membership.Segment == segment)))
            .Select(profile => profile.Fragments[0].Identity)
            .Order()
            .ToArray();

        // The store walks in its own order, and meets what is written meanwhile twice.
        scan.Profiles.AddRange(scan.Profiles.Take(20).ToArray());
        var countMax = random.Next(1, 12);
        var listed = new List<IdentityKey>();
        MemberPage page;
        do
        {
            Shuffle(scan, random);
            page = await Census(scan).MembersAsync(
                WorkspaceId.Main,
                segment,
                listed.Count == 0 ? null : listed[^1],
                countMax,
                None);
            listed.AddRange(page.Profiles);
            Assert.Equal((seed, !page.HasMore), (seed, listed.Count == expected.Length));
        }
        while (page.HasMore);

        Assert.True(listed.SequenceEqual(expected), $"seed {seed}: {string.Join(' ', listed)}");
    }

    private static SegmentCensus Census(FakeScan scan) => new(scan, scan);

    private static void Shuffle(FakeScan scan, Random random)
    {
        var profiles = scan.Profiles.ToArray();
        random.Shuffle(profiles);
        scan.Profiles.Clear();
        scan.Profiles.AddRange(profiles);
    }
}
