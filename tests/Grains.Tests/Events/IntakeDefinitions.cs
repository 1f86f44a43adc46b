using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Grains.Tests.Events;

/// <summary>A workspace with three traits that events realize, one of each other type, and three
/// segments.</summary>
internal static class IntakeDefinitions
{
    public static WorkspaceDefinition All { get; } = new()
    {
        DataSources =
        [
            Source(IntakeCatalog.Customers, IdType.CrossDevice),
            Source(IntakeCatalog.Devices, IdType.Cookie),
        ],
        Traits =
        [
            Trait(1, TraitType.RuleBased, "page == \"home\""),
            Trait(2, TraitType.RuleBased, "page == \"cart\" AND price > 10"),
            Trait(3, TraitType.RuleBased, "page contains \"o\""),
            Trait(4, TraitType.Onboarded, rule: null),
            Trait(5, TraitType.Folder, rule: null),
            Trait(6, TraitType.RuleBased, "page == \"home\"") with
            {
                DataSource = IntakeCatalog.Devices,
            },
        ],
        MergeRules =
        [
            new MergeRule
            {
                Name = "all",
                CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
                DataSources = [IntakeCatalog.Customers],
            },
        ],
        Segments =
        [
            Segment(1, "1T"),
            Segment(2, "2T OR 3T"),
            Segment(3, "1T AND 2T"),
        ],
    };

    private static DataSource Source(DataSourceId id, IdType type) =>
        new() { Id = id, Name = $"source {id}", IdType = type };

    private static TraitDefinition Trait(int id, TraitType type, string? rule) => new()
    {
        Id = new TraitId(id),
        Name = $"trait {id}",
        DataSource = IntakeCatalog.Customers,
        Type = type,
        Rule = rule,
        TtlDays = 0,
    };

    private static SegmentDefinition Segment(int id, string rule) => new()
    {
        Id = new SegmentId(id),
        Name = $"segment {id}",
        DataSource = IntakeCatalog.Customers,
        Rule = rule,
        MergeRule = "all",
    };
}
