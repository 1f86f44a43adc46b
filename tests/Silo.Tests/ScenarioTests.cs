using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

/// <summary>Ways of using the product beside that of the demo.</summary>
public sealed class ScenarioTests
{
    private const int Trait = 70_001;

    [Fact]
    public async Task Customers_whose_ids_are_hashes_need_no_id_sync()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace =>
        {
            AddTrait(workspace, dataSource: 987654);
            workspace["mergeRules"]![0]!["dataSources"] = new JsonArray(999999, 987654);
            LeavingTests.Segment(workspace, 3)["rule"] = $"{Trait}T";
        });
        await stage.ImportAsync(
            "ftp_dpm_987654_1560431657.sync",
            Encoding.UTF8.GetBytes($"{DemoFiles.People[2].Email}\td_sid={Trait}\n"));

        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [2]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Parts_of_an_overwrite_are_one_file()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ImportAsync(
            "ftp_dpm_999999_123_1560431658.overwrite.1", Line(0, "d_sid=45678"));
        await stage.ImportAsync(
            "ftp_dpm_999999_123_1560431658.overwrite.2", Line(0, "d_sid=23456"));

        await stage.ExpectAsync((1, [0, 1, 2]), (2, []), (3, [0, 1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Device_reaches_the_email_over_the_customer_it_is_linked_to()
    {
        const string Device = "6d92078a-8246-4ba4-ae5b-76104861e7dc";
        var customer = DemoFiles.People[1].Customer;
        await using var stage = await Stage.OpenAsync();
        var job = await stage.ImportAsync(
            "adobe_id_20914_999999_1560431657.sync",
            Encoding.UTF8.GetBytes($"{Device}\t{customer}\nABC\t{customer}\n"));

        var counters = job.Receipt!.Counters;
        Assert.Equal((1, 1), (counters.LinksStored, counters.InvalidDeviceIds));
        var profile = await stage.Silo.GetProfileAsync(20914, Device, CancellationToken.None);
        Assert.Contains(
            DemoFiles.People[1].Email,
            JsonSerializer.Serialize(profile),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_ad_account_gets_everybody_and_the_former_keeps_nobody()
    {
        await using var stage = await Stage.OpenAsync();
        await stage.ApplyAsync(workspace => workspace["accounts"]![0]!["adAccountId"] = "2");
        await stage.SendAsync("sync", $"{DemoFiles.People[1].Customer}\td_unsid=45678");

        await stage.ExpectAsync((1, [0, 2]), (2, [0]), (3, []), (4, [2]), (5, [2]));
    }

    private static void AddTrait(JsonNode workspace, int dataSource) =>
        workspace["traits"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["id"] = Trait,
            ["name"] = "Another",
            ["dataSource"] = dataSource,
        });

    private static byte[] Line(int person, string items) =>
        Encoding.UTF8.GetBytes($"{DemoFiles.People[person].Customer}\t{items}\n");
}
