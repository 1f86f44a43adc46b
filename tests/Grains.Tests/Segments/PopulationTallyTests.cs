using Krewe.Contracts.Segments;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Segments;
using Krewe.Grains.Tests.Profiles;

namespace Krewe.Grains.Tests.Segments;

/// <summary>
/// Goal: every figure is the number of different identities that it says it is.
/// Method: random profiles are counted by the tally and by sets that remember everybody.
/// </summary>
public sealed class PopulationTallyTests
{
    private static readonly DateTimeOffset AsOf =
        DateTimeOffset.FromUnixTimeSeconds(RandomProfiles.Now);

    // The third is not defined.
    private static readonly DestinationId[] Destinations = [new(1), new(2), new(3)];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Fact]
    public void Nobody_is_counted_for_what_is_not_defined()
    {
        var figures = new PopulationTally(RandomProfiles.CatalogOf(1), AsOf).Finish(AsOf);

        Assert.Equal(SegmentFigures.None, figures.Of(new SegmentId(99)));
        Assert.DoesNotContain(new DestinationId(3), figures.Shareable);
    }

    [Fact]
    public void Identity_seen_exactly_thirty_days_ago_is_real_time_and_before_that_is_not()
    {
        var since = AsOf.AddDays(-SegmentFigures.RealTimeDays).ToUnixTimeSeconds();
        var catalog = RandomProfiles.CatalogOf(1);
        var segment = catalog.Segments[0].Definition.Id;

        var figures = Count(catalog, [Member(segment, 1, since), Member(segment, 2, since - 1)]);

        Assert.Equal((2, 1), (figures.Of(segment).Total, figures.Of(segment).RealTime));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Figures_are_those_of_sets_that_remember_everybody(int seed)
    {
        var random = new Random(seed);
        var catalog = RandomProfiles.CatalogOf(seed);
        Profile[] profiles =
            [.. Enumerable.Range(0, 40).Select(number => RandomProfiles.Next(random, number))];

        var figures = Count(catalog, profiles);

        foreach (var segment in catalog.Segments.Select(one => one.Definition.Id))
        {
            Assert.Equal((seed, Of(profiles, segment)), (seed, Parts(figures.Of(segment))));
            Assert.All(Destinations, destination =>
                Assert.Equal(
                    (seed, destination == Destinations[2] ? 0 : Announced(
                        profiles, destination, one => one == segment)),
                    (seed, figures.Of(segment).Shareable.GetValueOrDefault(destination))));
        }

        foreach (var destination in catalog.Definition.Destinations.Select(one => one.Id))
        {
            var expected = Announced(
                profiles, destination, one => catalog.FindSegment(one) is not null);
            Assert.Equal((seed, expected), (seed, figures.Shareable[destination]));
        }
    }

    private static SegmentPopulations Count(
        Domain.Catalogs.Catalog catalog, IEnumerable<Profile> profiles)
    {
        var tally = new PopulationTally(catalog, AsOf);
        foreach (var profile in profiles)
        {
            tally.Add(profile);
        }

        return tally.Finish(AsOf);
    }

    private static (long Total, long RealTime, long Profiles) Parts(SegmentFigures figures) =>
        (figures.Total, figures.RealTime, figures.Profiles);

    private static (long Total, long RealTime, long Profiles) Of(
        Profile[] profiles, SegmentId segment)
    {
        var members = profiles
            .SelectMany(
                (profile, number) => profile.Fragments.Select(fragment => (number, fragment)))
            .Where(pair => pair.fragment.Memberships.Any(one => one.Segment == segment))
            .ToArray();
        return (
            members.DistinctBy(pair => pair.fragment.Identity).Count(),
            members
                .GroupBy(pair => pair.number, pair => pair.fragment)
                .Sum(group => Visitors([.. group], segment)),
            members.DistinctBy(pair => pair.number).Count());
    }

    // What real time says: seen in the range by an event, and qualified when seen.
    private static int Visitors(Fragment[] members, SegmentId segment)
    {
        var devices = members
            .Where(one => one.Identity.Source == SimulatedCatalog.Devices)
            .ToArray();
        var start = AsOf.AddDays(-SegmentFigures.RealTimeDays).ToUnixTimeSeconds();
        return devices.Length > 0
            ? devices.Count(one => one.Seen.By == LinkSource.Event && IsIn(one.Seen.Last, one))
            : members.Count(one => one.Live is { } live && IsIn(live.StateAt, one));

        bool IsIn(long seen, Fragment member) => seen >= start
            && seen >= member.Memberships.Single(one => one.Segment == segment).Since;
    }

    private static long Announced(
        Profile[] profiles, DestinationId destination, Func<SegmentId, bool> isOf) =>
        profiles.SelectMany(profile => profile.Announced
            .Where(one => one.Destination == destination && isOf(one.Segment))
            .Select(one => profile.Fragments[one.Identifier].Identity))
            .ToHashSet().Count;

    private static Profile Member(SegmentId segment, int number, long seen) => new()
    {
        Fragments =
        [
            Fragment.Of(new IdentityKey(
                SimulatedCatalog.Devices, IdentityValue.Parse($"{number}"))) with
            {
                Memberships = [new SegmentMembership(segment, 1, 1)],
                Seen = Sighting.At(seen, LinkSource.Event),
            },
        ],
    };
}
