using System.Globalization;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Catalogs;

/// <summary>Definitions in few words, for tests of what is compiled from them.</summary>
internal static class SmallWorkspace
{
    public const int Today = 20_000;
    public static readonly DateOnly Day = DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(Today));

    public static TraitDefinition Trait(
        int id, TraitType type, string folder = "/", string? rule = null) => new()
        {
            Id = new TraitId(id),
            Name = string.Create(CultureInfo.InvariantCulture, $"trait {id}"),
            DataSource = new DataSourceId(1),
            Type = type,
            Folder = folder,
            Rule = rule,
        };

    public static SegmentDefinition Segment(int id, string rule) => new()
    {
        Id = new SegmentId(id),
        Name = string.Create(CultureInfo.InvariantCulture, $"segment {id}"),
        DataSource = new DataSourceId(1),
        Rule = rule,
        MergeRule = "all",
    };

    /// <summary>Every list is made anew, as when definitions are read from a file.</summary>
    public static WorkspaceDefinition Of(
        IEnumerable<TraitDefinition> traits, params SegmentDefinition[] segments) => new()
        {
            DataSources =
            [
                new DataSource
                {
                    Id = new DataSourceId(1),
                    Name = "CRM",
                    IdType = IdType.CrossDevice,
                },
            ],
            Traits = [.. traits.Select(trait => trait with { }).OrderBy(trait => trait.Id)],
            MergeRules =
            [
                new MergeRule
                {
                    Name = "all",
                    CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
                    DataSources = [new DataSourceId(1)],
                },
            ],
            Segments = [.. segments.Select(segment => segment with { })],
        };

    public static bool Holds(Catalog catalog, int segment, params TraitQualification[] held) =>
        catalog.FindSegment(new SegmentId(segment))!.Program.Evaluate(
            [.. held.OrderBy(one => one.Trait)], UtcDay.StartOf(Today), out _);

    /// <summary>So many realizations today.</summary>
    public static TraitQualification Realized(int trait, int count)
    {
        var at = UtcDay.StartOf(Today);
        return new TraitQualification(
            new TraitId(trait), at, at, count, [new DayCount(Today, count)]);
    }
}
