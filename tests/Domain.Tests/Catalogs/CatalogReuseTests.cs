using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;
using static Krewe.Domain.Tests.Catalogs.SmallWorkspace;

namespace Krewe.Domain.Tests.Catalogs;

/// <summary>A catalog takes over what did not change, and nothing else.</summary>
public sealed class CatalogReuseTests
{
    private static readonly TraitDefinition[] Traits =
    [
        Trait(1, TraitType.RuleBased, "/a", "price >= 5"),
        Trait(2, TraitType.Onboarded, "/a"),
        Trait(3, TraitType.Folder, "/a"),
    ];

    private static readonly SegmentDefinition[] Segments =
        [Segment(1, "1T"), Segment(2, "2T"), Segment(3, "3T")];

    private static readonly Catalog Before = Catalog.Compile(Of(Traits, Segments), 1, Day);

    public static TheoryData<string, WorkspaceDefinition, string> Changes => new()
    {
        { "nothing", Of(Traits, Segments), "" },
        { "rule", Of(Traits, Segments[0], Segment(2, "1T"), Segments[2]), "2" },
        { "status", With(Segments[1] with { Status = SegmentStatus.Paused }), "2" },
        { "name", With(Segments[1] with { Name = "other" }), "2" },
        { "trait of the folder", Of([.. Traits[1..], Trait(1, TraitType.RuleBased, "/b", "a == 1")],
            Segments), "3" },
        { "type in the folder", Of([Traits[0], Traits[1] with { Type = TraitType.Algorithmic },
            Traits[2]], Segments), "" },
        { "folder trait no more", Of([.. Traits[..2], Trait(3, TraitType.Onboarded, "/a")],
            Segments), "3" },
        { "trait becomes one", Of([Traits[0], Trait(2, TraitType.Folder, "/b"), Traits[2]],
            Segments), "2,3" },
        { "merge rule", WithMergeRule(Of(Traits, Segments)), "1,2,3" },
        { "mapping", WithMapping(Of(Traits, Segments), 1), "1" },
        { "new segment", Of(Traits, [.. Segments, Segment(4, "2T")]), "4" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Segment_is_compiled_anew_where_it_would_come_out_otherwise(
        string change, WorkspaceDefinition definition, string expected)
    {
        var after = Catalog.Compile(definition, 2, Day, Before);
        var alone = Catalog.Compile(definition, 2, Day);

        Assert.Equal(
            (change, expected),
            (change, string.Join(',', after.Segments
                .Where(segment => !Before.Segments.Contains(segment))
                .Select(segment => segment.Definition.Id))));
        foreach (var (kept, made) in after.Segments.Zip(alone.Segments))
        {
            Assert.Equal(made.Definition, kept.Definition);
            Assert.Equal(made.Traits.ToArray(), kept.Traits.ToArray());
            Assert.Equal(made.Mappings.ToArray(), kept.Mappings.ToArray());
            Assert.Equal(
                made.MergeRule.DataSources.ToArray(), kept.MergeRule.DataSources.ToArray());
        }

        Assert.All(definition.Traits, trait => Assert.Equal(
            Reading(alone, trait.Id),
            Reading(after, trait.Id)));
    }

    private static IEnumerable<SegmentId> Reading(Catalog catalog, TraitId trait) =>
        catalog.MergeRules.SelectMany(rule => rule.Reading(trait)
            .Select(place => rule.Segments[place].Definition.Id));

    [Fact]
    public void Mapping_that_ends_is_gone_the_day_after()
    {
        var definition = WithMapping(Of(Traits, Segments), 1);
        var today = Catalog.Compile(definition, 1, Day);

        var tomorrow = Catalog.Compile(definition, 2, Day.AddDays(1), today);

        Assert.Single(today.FindSegment(new SegmentId(1))!.Mappings);
        Assert.Empty(tomorrow.FindSegment(new SegmentId(1))!.Mappings);
        Assert.False(tomorrow.HasMappings);
    }

    [Fact]
    public void Signals_are_indexed_anew_only_where_a_rule_changed()
    {
        var index = Before.EventTraits;
        var same = Catalog.Compile(
            Of([.. Traits, Trait(4, TraitType.Onboarded)], Segments), 2, Day, Before);
        var other = Catalog.Compile(
            Of([.. Traits, Trait(4, TraitType.RuleBased, "/", "price >= 6")], Segments),
            3,
            Day,
            same);

        Assert.True(same.HasEventTraits);
        Assert.Same(index, same.EventTraits);
        Assert.False(other.HasEventTraits);
        Assert.NotSame(index, other.EventTraits);
    }

    private static WorkspaceDefinition With(SegmentDefinition second) =>
        Of(Traits, Segments[0], second, Segments[2]);

    private static WorkspaceDefinition WithMergeRule(WorkspaceDefinition definition) =>
        definition with
        {
            MergeRules = [definition.MergeRules[0] with
            {
                DataSources = [new DataSourceId(1), new DataSourceId(2)],
            }],
        };

    private static WorkspaceDefinition WithMapping(WorkspaceDefinition definition, int segment) =>
        definition with
        {
            Destinations =
            [
                new DestinationDefinition
                {
                    Id = new DestinationId(1),
                    Name = "Meta",
                    Account = "account",
                    DataSource = new DataSourceId(1),
                    Mappings = [new SegmentMapping
                    {
                        Segment = new SegmentId(segment),
                        Start = Day.AddDays(-1),
                        End = Day,
                    }],
                },
            ],
        };
}
