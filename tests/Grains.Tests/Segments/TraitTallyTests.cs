using Krewe.Contracts.Segments;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Segments;

namespace Krewe.Grains.Tests.Segments;

/// <summary>
/// Goal: a trait's figures are those of the identities that hold it now.
/// Method: single identities whose figures are plain, then random ones counted day by day.
/// </summary>
public sealed class TraitTallyTests
{
    private const int Today = 20_000;
    private static readonly DateTimeOffset Now =
        DateTimeOffset.UnixEpoch.AddDays(Today).AddHours(15);

    private static readonly DataSourceId People = new(10);
    private static readonly DataSourceId Devices = new(30);

    private static readonly Catalog Definitions = Catalog.Compile(
        new WorkspaceDefinition
        {
            DataSources =
            [
                new DataSource { Id = People, Name = "CRM", IdType = IdType.CrossDevice },
                new DataSource { Id = Devices, Name = "Web", IdType = IdType.Cookie },
            ],
            Traits =
            [
                Trait(1, TraitType.RuleBased),
                Trait(2, TraitType.Onboarded),
                Trait(3, TraitType.RuleBased) with { TtlDays = 10 },
                Trait(9, TraitType.Folder),
            ],
        },
        version: 1,
        DateOnly.FromDateTime(Now.UtcDateTime));

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Fact]
    public void Trait_that_ran_out_or_is_not_defined_is_held_by_nobody()
    {
        var figures = Count(Identity(
            Devices, 1, Held(3, (Today - 11, 1)), Held(7, (Today, 1))));

        Assert.Equal(0, figures.Of(new TraitId(3)).Total);
        Assert.Equal(0, figures.Of(new TraitId(7)).Total);
        Assert.Equal(0, figures.Of(new TraitId(9)).Total);
    }

    [Fact]
    public void Identity_counts_as_new_in_the_intervals_that_hold_its_first_realization()
    {
        var figures = Count(Identity(Devices, 1, Held(1, (Today - 30, 2), (Today, 3))));

        var count = figures.Of(new TraitId(1)).Device;
        Assert.Equal([0, 0, 0, 0, 1, 1], count.Unique.ToArray());
        Assert.Equal([3, 3, 3, 3, 5, 5], count.Realizations.ToArray());
        var other = figures.Of(new TraitId(1));
        Assert.Equal((1, 0), (other.Total, other.RealTime));
    }

    [Fact]
    public void Kinds_of_identities_are_counted_apart_and_onboarded_traits_are_not_realized()
    {
        var figures = Count(
            Identity(People, 1, Held(2, (Today, 1))),
            Identity(People, 2, Held(2, (Today - 40, 1))),
            Identity(Devices, 3, Held(2, (Today - 6, 1)))).Of(new TraitId(2));

        Assert.Equal((1, 2), (figures.Device.Holding, figures.CrossDevice.Holding));
        Assert.Equal((3, 2), (figures.Total, figures.RealTime));
        Assert.Equal(1, figures.CrossDevice.UniqueIn(1));
        Assert.Equal(1, figures.Device.UniqueIn(7));
        Assert.Equal(0, figures.Device.RealizationsIn(90));
        Assert.Throws<ArgumentOutOfRangeException>(() => figures.Device.UniqueIn(8));
    }

    [Fact]
    public void Folder_is_held_once_since_the_first_of_its_traits_and_realized_as_often_as_all()
    {
        var figures = Count(Identity(
            Devices, 1, Held(1, (Today, 2)), Held(2, (Today - 8, 1)), Held(3, (Today - 1, 4))));

        var folder = figures.Of(new TraitId(9)).Device;
        Assert.Equal(1, folder.Holding);
        Assert.Equal([0, 0, 1, 1, 1, 1], folder.Unique.ToArray());
        Assert.Equal([2, 6, 6, 6, 6, 6], folder.Realizations.ToArray());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Figures_are_those_of_identities_counted_day_by_day(int seed)
    {
        var random = new Random(seed);
        var identities = Enumerable.Range(1, 30)
            .Select(number => Identity(
                random.Next(2) == 0 ? People : Devices,
                number,
                random.Next(2) == 0 ? [Random(random, 1)] : [Random(random, 1), Random(random, 3)]))
            .ToArray();

        var figures = Count(identities);

        foreach (var days in TraitFigures.IntervalDays)
        {
            var held = identities
                .Where(one => one.Identity.Source == Devices)
                .SelectMany(one => one.Traits)
                .Where(one => one.Trait.Value == 1)
                .ToArray();
            Assert.Equal(
                (seed, days, held.Count(one => one.Days[0].Day > Today - days)),
                (seed, days, figures.Of(new TraitId(1)).Device.UniqueIn(days)));
            Assert.Equal(
                (seed, days, held.SelectMany(one => one.Days)
                    .Where(day => day.Day > Today - days)
                    .Sum(day => day.Count)),
                (seed, days, figures.Of(new TraitId(1)).Device.RealizationsIn(days)));
        }
    }

    private static SegmentPopulations Count(params Fragment[] identities)
    {
        var tally = new PopulationTally(Definitions, Now);
        foreach (var identity in identities)
        {
            tally.Add(new Profile { Fragments = [identity] });
        }

        return tally.Finish(Now);
    }

    private static TraitQualification Random(Random random, int trait) => Held(
        trait,
        [.. Enumerable.Range(0, random.Next(1, 6))
            .Select(_ => Today - random.Next(100))
            .Distinct()
            .Order()
            .Select(day => (day, random.Next(1, 4)))]);

    private static Fragment Identity(
        DataSourceId source, int number, params TraitQualification[] traits) =>
        Fragment.Of(new IdentityKey(source, IdentityValue.Parse($"{number}"))) with
        {
            Traits = [.. traits],
        };

    private static TraitQualification Held(int trait, params (int Day, int Count)[] days) => new(
        new TraitId(trait),
        UtcDay.StartOf(days[0].Day) + 7,
        UtcDay.StartOf(days[^1].Day) + 9,
        days.Sum(day => day.Count),
        [.. days.Select(day => new DayCount(day.Day, day.Count))]);

    private static TraitDefinition Trait(int id, TraitType type) => new()
    {
        Id = new TraitId(id),
        Name = $"trait {id}",
        DataSource = People,
        Type = type,
        TtlDays = 0,
    };
}
