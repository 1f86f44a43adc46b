using Krewe.Domain.Catalogs;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using static Krewe.Domain.Tests.Catalogs.SmallWorkspace;

namespace Krewe.Domain.Tests.Catalogs;

/// <summary>
/// Goal: a folder trait says of a profile what the traits of its folder say together.
/// Method: the documented example, then random folders, rules and profiles decided by the catalog
/// and by walking the written rule with a slow reading of folders.
/// </summary>
public sealed class FolderTraitTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    private static TraitDefinition[] Cars =>
    [
        Trait(1, TraitType.RuleBased, "/cars", "a == 1"),
        Trait(2, TraitType.Onboarded, "/cars/sports"),
        Trait(3, TraitType.Algorithmic, "/cars/sports/red"),
        Trait(4, TraitType.RuleBased, "/carsharing", "a == 2"),
        Trait(9, TraitType.Folder, "/cars"),
        Trait(10, TraitType.Folder, "/empty"),
        Trait(11, TraitType.Folder, "/cars/sports"),
    ];

    [Fact]
    public void Empty_folder_is_held_by_nobody_and_was_realized_no_times()
    {
        var catalog = Catalog.Compile(
            Of(
                Cars,
                Segment(1, "10T"),
                Segment(2, "4T AND NOT 10T"),
                Segment(3, "4T AND FREQUENCY([10T]) <= 3"),
                Segment(4, "FREQUENCY([10T] <= 5D) >= 1"),
                Segment(5, "10T OR 4T")),
            1,
            Day);
        var held = Realized(4, 1);

        Assert.Equal(
            "2,3,5",
            string.Join(',', Enumerable.Range(1, 5).Where(id => Holds(catalog, id, held))));
        Assert.False(Holds(catalog, 1, Realized(10, 1)));
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void Frequency_of_a_folder_is_the_sum_and_onboarded_traits_add_one(
        int asked, bool expected)
    {
        var catalog = Catalog.Compile(
            Of(Cars, Segment(1, $"FREQUENCY([9T]) >= {asked}")), 1, Day);

        Assert.Equal(
            expected,
            Holds(catalog, 1, Realized(1, 5), Realized(2, 3), Realized(3, 1), Realized(4, 9)));
    }

    [Fact]
    public void Trait_that_is_named_and_in_two_folders_is_counted_once()
    {
        var catalog = Catalog.Compile(
            Of(Cars, Segment(1, "FREQUENCY([1T,9T,11T]) >= 3")), 1, Day);

        Assert.True(Holds(catalog, 1, Realized(1, 2), Realized(2, 1)));
        Assert.False(Holds(catalog, 1, Realized(1, 2)));
    }

    [Fact]
    public void Segment_is_found_by_the_traits_of_the_folder_and_their_days_are_kept()
    {
        var catalog = Catalog.Compile(
            Of(Cars, Segment(1, "FREQUENCY([9T] <= 60D) >= 2")), 1, Day);

        Assert.Equal("1,2,3", string.Join(',', catalog.Segments[0].Traits));
        var rule = Assert.Single(catalog.MergeRules);
        Assert.Single(rule.Reading(new TraitId(3)));
        Assert.Empty(rule.Reading(new TraitId(9)));
        Assert.Equal(60, catalog.DaysKept(new TraitId(1)));
    }

    [Fact]
    public void Moving_a_trait_changes_who_is_a_member()
    {
        SegmentDefinition[] segments = [Segment(1, "9T"), Segment(2, "4T")];
        var before = Catalog.Compile(Of(Cars, segments), 1, Day);
        var moved = Cars.Select(trait =>
            trait.Id.Value == 4 ? trait with { Folder = "/cars/shared" } : trait);

        var after = Catalog.Compile(Of(moved, segments), 2, Day, before);

        Assert.False(Holds(before, 1, Realized(4, 1)));
        Assert.True(Holds(after, 1, Realized(4, 1)));
        Assert.Same(before.Segments[1], after.Segments[1]);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Folders_are_read_as_the_slow_reading_has_it(int seed)
    {
        var random = new Random(seed);
        var before = default(Catalog);
        for (var round = 0; round < 5; round++)
        {
            var traits = Enumerable.Range(1, 8).Select(id => Random(random, id))
                .Concat(Enumerable.Range(9, 3).Select(id =>
                    Trait(id, TraitType.Folder, OneOf(random, "/", "/a", "/a/b", "/ab"))))
                .ToArray();
            var rule = Rule(random);
            var catalog = Catalog.Compile(Of(traits, Segment(1, rule)), round, Day, before);
            var held = traits.Where(_ => random.Next(3) == 0)
                .Select(trait => Realized(trait.Id.Value, random.Next(1, 4)))
                .ToArray();

            Assert.True(
                Slow(rule, traits, held) == Holds(catalog, 1, held),
                $"seed {seed}, round {round}: {rule} of {string.Join(',', held)}");
            before = catalog;
        }
    }

    private static TraitDefinition Random(Random random, int id) => Trait(
        id,
        random.Next(2) == 0 ? TraitType.RuleBased : TraitType.Onboarded,
        OneOf(random, "/", "/a", "/a/b", "/ab", "/c"),
        "a == 1");

    // The trait that the rule needs makes any of its parts a legal one.
    private static string Rule(Random random)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4) switch
        {
            0 => $"{random.Next(8, 12)}T",
            1 => $"NOT {random.Next(8, 12)}T",
            2 => $"FREQUENCY([{random.Next(8, 12)}T,{random.Next(8, 12)}T]) <= {random.Next(4)}",
            _ => $"FREQUENCY([{random.Next(8, 12)}T] <= 3D) >= {random.Next(1, 4)}",
        });
        return $"1T AND ({string.Join(random.Next(2) == 0 ? " AND " : " OR ", parts)})";
    }

    private static bool Slow(
        string text, TraitDefinition[] traits, TraitQualification[] held) =>
        Slow(SegmentRule.Parse(text).Rule!.Root, traits, held);

    private static bool Slow(
        SegmentNode node, TraitDefinition[] traits, TraitQualification[] held) => node switch
        {
            HasTrait has => Read([has.Trait], traits, held).Any(),
            NotNode not => !Slow(not.Inner, traits, held),
            AllOf all => all.Members.All(member => Slow(member, traits, held)),
            AnyOf any => any.Members.Any(member => Slow(member, traits, held)),
            FrequencyOf frequency => frequency.Comparison.Holds(
                Read([.. frequency.Traits], traits, held).Sum(one =>
                    IsCounted(one.Trait, frequency, traits) ? one.Total : 1),
                frequency.Count),
            _ => throw new ArgumentOutOfRangeException(nameof(node)),
        };

    private static bool IsCounted(
        TraitId trait, FrequencyOf frequency, TraitDefinition[] traits) =>
        frequency.Traits.Contains(trait)
        || traits.Single(one => one.Id == trait).Type == TraitType.RuleBased;

    private static IEnumerable<TraitQualification> Read(
        TraitId[] named, TraitDefinition[] traits, TraitQualification[] held) =>
        from one in held
        let trait = traits.Single(trait => trait.Id == one.Trait)
        where trait.Type != TraitType.Folder && named
            .Select(id => traits.Single(trait => trait.Id == id))
            .Any(id => id.Type == TraitType.Folder ? IsIn(trait.Folder, id.Folder) : id == trait)
        select one;

    private static bool IsIn(string folder, string of) =>
        $"{folder.TrimEnd('/')}/".StartsWith($"{of.TrimEnd('/')}/", StringComparison.Ordinal);

    private static string OneOf(Random random, params string[] texts) =>
        texts[random.Next(texts.Length)];
}
