using System.Globalization;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Tests.MergeRules;

namespace Krewe.Domain.Tests.Profiles;

/// <summary>
/// Goal: only the segments that an event touches are decided, and that is the same as deciding all.
/// Method: random events, files, logins, opt-outs and waits, under every kind of merge rule and
/// many rules. After each, everything is decided anew under definitions of a later version: nobody
/// may join or leave by that.
/// </summary>
public sealed class TouchedTraitTests
{
    private const int Hour = 3_600;

    private static readonly string[] Rules =
    [
        "1T",
        "1T AND 2T",
        "1T AND NOT 2T",
        "3T AND (4T OR 5T) AND NOT 1T",
        "FREQUENCY([1T,2T]) >= 3",
        "3T AND FREQUENCY([2T]) <= 2",
        "FREQUENCY([1T] <= 2D) >= 2",
        "4T AND FREQUENCY([4T,5T] <= 3D) <= 1",
        "5T AND FREQUENCY([6T]) <= 1",
        "6T OR 7T AND FREQUENCY([1T] <= 1D) <= 1",
    ];

    private static readonly MergeRule[] MergeRules =
    [
        Rule(CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile),
        Rule(CrossDeviceOption.AllCrossDeviceProfiles, DeviceOption.NoDeviceProfile),
        Rule(CrossDeviceOption.CurrentAuthenticatedProfiles, DeviceOption.NoDeviceProfile),
        Rule(CrossDeviceOption.LastAuthenticatedProfiles, DeviceOption.DeviceProfile),
        Rule(CrossDeviceOption.LastAuthenticatedProfiles, DeviceOption.ProfileLinkDeviceGraph),
        Rule(CrossDeviceOption.NoCrossDeviceProfile, DeviceOption.ExternalDeviceGraph),
    ];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Deciding_everything_anew_changes_nothing(int seed)
    {
        var random = new Random(seed);
        var bench = Bench();
        bench.See("30/d", []);
        for (var step = 0; step < 30; step++)
        {
            Go(bench, random);
            bench.Part();
            var told = Members(bench.State.Profile);

            bench.CatalogVersion++;
            var all = ProfileChanges.Reevaluate(bench.State, bench.Context()).Next;
            bench.CatalogVersion -= random.Next(8) == 0 ? 0 : 1;

            var decided = Members(all.Profile);
            Assert.True(
                told == decided, $"seed {seed}, step {step}:\n{told}\n\ndecided anew\n{decided}");
        }
    }

    private static void Go(MergeBench bench, Random random)
    {
        bench.Now += random.Next(4) switch
        {
            0 => 1,
            1 => random.Next(Hour),
            2 => random.Next(30 * Hour),
            _ => 0,
        };
        var traits = Enumerable.Range(1, 7).Where(_ => random.Next(4) == 0).ToArray();
        switch (random.Next(10))
        {
            case 0:
                bench.Reevaluate();
                break;
            case 1:
                bench.Say(
                    random.Next(2) == 0 ? LiveEventKind.OptOut : LiveEventKind.OptIn,
                    Named(random));
                break;
            case 2:
                bench.See("30/d", []);
                bench.Onboard("30/d", traits);
                break;
            default:
                bench.See(bench.Now - random.Next(2 * Hour), Named(random), traits);
                break;
        }
    }

    // A device first, so that everything goes to one profile.
    private static string Named(Random random)
    {
        var named = "30/d";
        for (var person = 0; person < 14; person++)
        {
            if (random.Next(8) == 0)
            {
                named += string.Create(
                    CultureInfo.InvariantCulture, $" 10/{person}={random.Next(3)}");
            }
        }

        foreach (var other in new[] { "20/email=1", "30/phone", "40/card=1", "50/house" })
        {
            named += random.Next(6) == 0 ? $" {other}" : "";
        }

        return named;
    }

    private static MergeBench Bench()
    {
        var bench = new MergeBench(
            CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile, "1T");
        var segments = MergeRules.SelectMany((rule, place) => Rules.Select((text, number) =>
            new SegmentDefinition
            {
                Id = new SegmentId((place * Rules.Length) + number + 1),
                Name = string.Create(CultureInfo.InvariantCulture, $"{rule.Name} {number}"),
                DataSource = new DataSourceId(10),
                Rule = text,
                MergeRule = rule.Name,
                Status = number == 1 && place == 0
                    ? SegmentStatus.Paused
                    : SegmentStatus.Active,
            }));
        bench.Definition = bench.Definition with
        {
            MergeRules = [.. MergeRules],
            Segments = [.. segments],
        };
        return bench;
    }

    private static MergeRule Rule(CrossDeviceOption crossDevice, DeviceOption device) => new()
    {
        Name = $"{crossDevice} {device}",
        CrossDevice = crossDevice,
        Device = device,
        DataSources = [new DataSourceId(10), new DataSourceId(40)],
    };

    private static string Members(Profile profile) => string.Join('\n', profile.Fragments
        .Select(held => $"{held.Identity}: "
            + string.Join(' ', held.Memberships.Select(member => member.Segment))));
}
