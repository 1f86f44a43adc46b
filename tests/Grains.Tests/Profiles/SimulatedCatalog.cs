using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>Definitions from a seed: few traits, segments and mappings that come and go.</summary>
internal static class SimulatedCatalog
{
    public static readonly DataSourceId Customers = new(10);
    public static readonly DataSourceId Emails = new(20);
    public static readonly DataSourceId Devices = new(30);
    public static readonly DataSourceId Loyalty = new(40);

    private static readonly string[] Rules =
    [
        "1T", "1T AND 2T", "2T OR 3T", "3T AND NOT 4T", "4T", "5T AND NOT 6T",
        "FREQUENCY([5T]) >= 3", "(1T OR 5T) AND FREQUENCY([5T,6T] <= 2D) <= 2",
    ];

    private static readonly string[] MergeRules = ["all", "last", "graph"];

    public static Catalog Next(Random random, long version, DateOnly day) => Catalog.Compile(
        new WorkspaceDefinition
        {
            DataSources =
            [
                Source(Customers, IdType.CrossDevice),
                Source(Emails, IdType.CrossDevice) with
                {
                    ShareAs = HashLabel.EmailsSha256Lowercased,
                },
                Source(Devices, IdType.Cookie),
                Source(Loyalty, IdType.CrossDevice),
            ],
            Traits = [.. Enumerable.Range(1, 4).Select(Trait), Realized(5), Realized(6)],
            MergeRules =
            [
                new MergeRule
                {
                    Name = "all",
                    CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
                    DataSources = [Customers, Emails],
                },
                new MergeRule
                {
                    Name = "last",
                    CrossDevice = CrossDeviceOption.LastAuthenticatedProfiles,
                    Device = DeviceOption.DeviceProfile,
                    DataSources = [Customers, Loyalty],
                },
                new MergeRule
                {
                    Name = "graph",
                    CrossDevice = CrossDeviceOption.IdentityGraph,
                },
            ],
            Segments = [.. Enumerable.Range(1, 3)
                .Where(_ => random.Next(6) != 0)
                .Select(id => Segment(
                    id,
                    Rules[random.Next(Rules.Length)],
                    MergeRules[random.Next(MergeRules.Length)]))],
            Destinations = [Destination(1, Emails, random), Destination(2, Loyalty, random)],
        },
        version,
        day);

    private static DataSource Source(DataSourceId id, IdType type) =>
        new() { Id = id, Name = $"source {id}", IdType = type };

    private static TraitDefinition Trait(int id) => new()
    {
        Id = new TraitId(id),
        Name = $"trait {id}",
        DataSource = Customers,
        TtlDays = id - 1,
    };

    // What events realize is not forgotten, so that it does not matter when they are applied.
    private static TraitDefinition Realized(int id) => Trait(id) with
    {
        Type = TraitType.RuleBased,
        Rule = $"t == {id}",
        TtlDays = 0,
    };

    private static SegmentDefinition Segment(int id, string rule, string mergeRule) => new()
    {
        Id = new SegmentId(id),
        Name = $"segment {id}",
        DataSource = Customers,
        Rule = rule,
        MergeRule = mergeRule,
    };

    private static DestinationDefinition Destination(
        int id, DataSourceId identifiers, Random random) => new()
        {
            Id = new DestinationId(id),
            Name = $"destination {id}",
            Account = "account",
            DataSource = identifiers,
            Mappings = [.. Enumerable.Range(1, 3)
                .Where(_ => random.Next(3) != 0)
                .Select(segment => new SegmentMapping { Segment = new SegmentId(segment) })],
        };
}
