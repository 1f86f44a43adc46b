using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Tests.Profiles;

namespace Krewe.Grains.Tests.Segments;

/// <summary>What is kept under keys, from a seed: profiles whose identities are linked, hold
/// traits, are logged in, opted out, members of something; pointers; profiles that
/// move.</summary>
internal static class RandomStates
{
    /// <summary>Noon of 2028-02-29.</summary>
    public const long Now = 1_835_438_400;

    public static readonly SegmentId Saved = new(3);

    private const int Day = 86_400;

    private static readonly DataSourceId[] Sources =
    [
        SimulatedCatalog.Customers, SimulatedCatalog.Emails, SimulatedCatalog.Devices,
        SimulatedCatalog.Loyalty,
    ];

    private static readonly WorkspaceDefinition Simulated =
        SimulatedCatalog.Next(new Random(1), 1, new DateOnly(2028, 2, 29)).Definition;

    /// <summary>Merge rules of every kind, a vendor who links devices, and two
    /// segments.</summary>
    public static WorkspaceDefinition Definition { get; } =
        Simulated with
        {
            DataSources = [.. Simulated.DataSources.Select(source =>
                source.Id == SimulatedCatalog.Emails
                    ? source with { Party = DataParty.Third }
                    : source)],
            MergeRules =
            [
                Rule("all", CrossDeviceOption.AllCrossDeviceProfiles),
                Rule("current", CrossDeviceOption.CurrentAuthenticatedProfiles),
                Rule("device", CrossDeviceOption.NoCrossDeviceProfile, DeviceOption.DeviceProfile)
                    with { IsDefault = true },
                Rule("graph", CrossDeviceOption.IdentityGraph),
                Rule(
                    "households",
                    CrossDeviceOption.LastAuthenticatedProfiles,
                    DeviceOption.ExternalDeviceGraph),
                Rule("last", CrossDeviceOption.LastAuthenticatedProfiles,
                    DeviceOption.DeviceProfile),
                Rule(
                    "link",
                    CrossDeviceOption.LastAuthenticatedProfiles,
                    DeviceOption.ProfileLinkDeviceGraph),
            ],
            Segments =
            [
                Segment(new SegmentId(1), "1T", "all"),
                Segment(new SegmentId(2), "2T", "graph"),
            ],
        };

    public static SegmentDefinition Segment(SegmentId id, string rule, string mergeRule) => new()
    {
        Id = id,
        Name = $"segment {id}",
        DataSource = SimulatedCatalog.Customers,
        Rule = rule,
        MergeRule = mergeRule,
    };

    public static Catalog Compile(WorkspaceDefinition definition, long version) =>
        Catalog.Compile(definition, version, new DateOnly(2028, 2, 29));

    /// <summary>A rule over traits 1 to 6, of which 5 and 6 are counted.</summary>
    public static string RuleOf(Random random)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4) switch
        {
            0 => $"FREQUENCY([5T,6T]) >= {random.Next(1, 4)}",
            1 => $"FREQUENCY([{random.Next(5, 7)}T] <= {random.Next(1, 6)}D) >= 1",
            _ => $"{random.Next(1, 7)}T",
        });
        var rule = $"({string.Join(random.Next(2) == 0 ? " OR " : " AND ", parts)})";
        return random.Next(3) == 0 ? $"{rule} AND NOT {random.Next(1, 7)}T" : rule;
    }

    public static string MergeRuleOf(Random random) =>
        Definition.MergeRules[random.Next(Definition.MergeRules.Length)].Name;

    /// <summary>What is kept under a key; its first identity is that of the key.</summary>
    public static (IdentityKey Key, ProfileState State) Next(Random random, int number)
    {
        Fragment[] fragments = [.. Enumerable.Range(0, random.Next(1, 6))
            .Select(place => Fragment(random, $"c{number:d3}-{place}"))];
        var key = fragments[0].Identity;
        return (key, random.Next(8) switch
        {
            0 => ProfileState.PointerTo(fragments[^1].Identity, 1),
            1 => Profile(random, fragments) with
            {
                Standing = ProfileStanding.Moving,
                Owner = fragments[^1].Identity,
            },
            _ => Profile(random, fragments),
        });
    }

    // Each is linked to one before it.
    private static ProfileState Profile(Random random, Fragment[] fragments) =>
        ProfileState.Of(new Profile
        {
            Version = 1,
            Catalog = random.Next(3),
            Fragments = [.. fragments],
            Links = [.. Enumerable.Range(1, fragments.Length - 1)
                .Select(place => new IdentityLink(
                    random.Next(place), place, Now - (100 * (10 - place))))],
        });

    private static Fragment Fragment(Random random, string name) =>
        Domain.Profiles.Fragment.Of(new IdentityKey(
            Sources[random.Next(Sources.Length)], IdentityValue.Parse(name))) with
        {
            Traits = [.. Enumerable.Range(1, 6)
                .Where(_ => random.Next(2) == 0)
                .Select(trait => Held(random, trait))],
            Memberships = [.. Enumerable.Range(1, 2)
                .Where(_ => random.Next(3) == 0)
                .Select(segment => new SegmentMembership(new SegmentId(segment), 1, 1))],
            Seen = random.Next(4) == 0
                ? default
                : Sighting.At(Now - random.Next(60 * Day), LinkSource.Event),
            Live = random.Next(3) == 0 ? null : new LiveStanding
            {
                LoginAt = random.Next(2) * (Now - Day),
                StateAt = random.Next(2) * (Now - random.Next(60 * Day)),
                State = (AuthenticationState)random.Next(3),
                OptedOut = random.Next(5) == 0 ? Now - Day : 0,
            },
        };

    // Some of the traits have run out.
    private static TraitQualification Held(Random random, int trait)
    {
        var last = Now - random.Next(6 * Day);
        return trait < 5
            ? TraitQualification.Once(new TraitId(trait), last)
            : new TraitQualification(
                new TraitId(trait), last - (2 * Day), last, 3,
                [new DayCount(UtcDay.Of(last) - 2, 2), new DayCount(UtcDay.Of(last), 1)]);
    }

    private static MergeRule Rule(
        string name, CrossDeviceOption crossDevice, DeviceOption device = default) => new()
        {
            Name = name,
            CrossDevice = crossDevice,
            Device = device,
            DataSources = crossDevice switch
            {
                CrossDeviceOption.NoCrossDeviceProfile => [],
                CrossDeviceOption.IdentityGraph => [],
                _ when device == DeviceOption.ProfileLinkDeviceGraph =>
                    [SimulatedCatalog.Customers],
                _ => [SimulatedCatalog.Customers, SimulatedCatalog.Loyalty],
            },
        };
}
