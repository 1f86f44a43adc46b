using System.Text.Json.Nodes;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>Traits that a file grants by rules over the pairs of its lines.</summary>
public sealed class RuleTests
{
    private const int Trait = 70_001;

    [Fact]
    public async Task Rule_over_two_keys_is_met_by_one_line_and_not_by_two()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace =>
        {
            workspace["traits"]!.AsArray().Add((JsonNode)new JsonObject
            {
                ["id"] = Trait,
                ["name"] = "Older people in the US",
                ["dataSource"] = 999999,
                ["rule"] = "country == \"us\" AND age > 30",
            });
            LeavingTests.Segment(workspace, 3)["rule"] = $"{Trait}T";
        });
        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, []), (4, [2]), (5, [2]));

        var job = await stage.SendAsync(
            "sync",
            $"{DemoFiles.People[0].Customer}\tcountry=US,name=x,age=31",
            $"{DemoFiles.People[1].Customer}\tcountry=us",
            $"{DemoFiles.People[1].Customer}\tage=31",
            $"{DemoFiles.People[2].Customer}\tcountry=us,age=30");

        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [0]), (4, [2]), (5, [2]));
        var counters = job.Receipt!.Counters;
        Assert.Equal(
            (1, 3, 7, 2),
            (counters.RealizedTraits, counters.NoTraitRealized, counters.Signals,
                counters.UnusedSignals));
    }
}
