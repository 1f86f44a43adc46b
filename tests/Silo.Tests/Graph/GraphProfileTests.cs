using System.Text.Json.Nodes;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests.Graph;

/// <summary>What calls do to profiles, and what the ad platform holds then.</summary>
public sealed class GraphProfileTests
{
    private static readonly string First = DemoFiles.People[0].Customer;
    private static readonly string Second = DemoFiles.People[1].Customer;

    [Fact]
    public async Task Erased_person_leaves_the_platform_and_a_later_file_brings_nothing_old_back()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        Assert.Contains("\"deletedId\":\"", await DeleteAsync(graph, First));
        await stage.ExpectAsync((1, [1, 2]), (2, []), (3, [1]), (4, [2]), (5, [2]));
        Assert.Contains("NOT_FOUND", await DeleteAsync(graph, First));
        Assert.Contains("\"profile\":null", await ProfileAsync(graph, First));

        await stage.ImportAsync(
            "c2c_id_999999_987654_1560431999.sync",
            System.Text.Encoding.UTF8.GetBytes($"{First}\t{DemoFiles.People[0].Email}\n"));
        await stage.SendAsync("sync", $"{First}\td_sid=45678");

        await stage.ExpectAsync((1, [0, 1, 2]), (2, []), (3, [0, 1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Who_shares_a_device_with_somebody_who_is_erased_keeps_what_is_theirs()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        foreach (var customer in new[] { First, Second })
        {
            await graph.AskAsync(
                "mutation($value: String!) { linkIdentities(input: { from: { namespace: "
                + "\"browsers_111\", value: \"kiosk\" }, to: { namespace: \"crm_999999\", "
                + "value: $value } }) { profile { id } errors { ... on UserError { code } } } }",
                new { value = customer });
        }

        var profile = await graph.AskAsync(
            "query($value: String!) { profile(by: { identity: "
            + "{ namespace: \"crm_999999\", value: $value } }) { id } }",
            new { value = Second });
        Assert.Equal("SEVERAL_PEOPLE", await graph.FaultAsync(
            "mutation($id: ID!) { deleteProfile(input: { by: { id: $id } }) "
            + "{ deletedId errors { ... on UserError { code } } } }",
            new { id = profile["profile"]!["id"]!.GetValue<string>() }));
        Assert.Contains("\"deletedId\":\"", await DeleteAsync(graph, First));

        await stage.ExpectAsync((1, [1, 2]), (2, []), (3, [1]), (4, [2]), (5, [2]));
        Assert.Contains("\"id\":", await ProfileAsync(graph, Second));
        Assert.Contains("\"profile\":null", await ProfileAsync(graph, First));
    }

    [Fact]
    public async Task Who_opts_out_leaves_and_stays_out_until_opting_in()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        await OptAsync(graph, First, optedOut: true);
        await stage.ExpectAsync((1, [1, 2]), (2, []), (3, [1]), (4, [2]), (5, [2]));
        await stage.SendAsync("sync", $"{First}\td_sid=45678");
        await stage.ExpectAsync((1, [1, 2]), (2, []), (3, [1]), (4, [2]), (5, [2]));
        await OptAsync(graph, First, optedOut: false);

        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Linked_identities_are_one_profile_and_a_readable_address_is_refused()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        const string Link =
            "mutation($to: IdentityInput!, $from: IdentityInput!) { linkIdentities(input: "
            + "{ from: $from, to: $to }) { profile { identities { value } } "
            + "errors { ... on UserError { code } } } }";

        var refused = await graph.FaultAsync(Link, new
        {
            from = new { @namespace = "crm_999999", value = Second },
            to = new { @namespace = "hashed_e_mails_987654", value = "jane@example.com" },
        });
        var linked = await graph.AnswerAsync(Link, new
        {
            from = new { @namespace = "crm_999999", value = Second },
            to = new { @namespace = "hashed_e_mails_987654", value = DemoFiles.People[2].Email },
        });

        Assert.Equal("INVALID_IDENTITY", refused);
        Assert.Contains(DemoFiles.People[2].Email, linked);
        Assert.Contains(DemoFiles.People[1].Email, linked);
        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [1, 2]), (4, [2]), (5, [2]));
    }

    private static Task<string> DeleteAsync(GraphClient graph, string customer) =>
        graph.AnswerAsync(
            "mutation($value: String!) { deleteProfile(input: { by: { identity: "
            + "{ namespace: \"crm_999999\", value: $value } } }) "
            + "{ deletedId errors { ... on UserError { code } } } }",
            new { value = customer });

    private static Task<string> ProfileAsync(GraphClient graph, string customer) =>
        graph.AnswerAsync(
            "query($value: String!) { profile(by: { identity: "
            + "{ namespace: \"crm_999999\", value: $value } }) { id } }",
            new { value = customer });

    private static Task<JsonNode> OptAsync(GraphClient graph, string customer, bool optedOut) =>
        graph.AskAsync(
            "mutation($value: String!, $optedOut: Boolean!) { setProfileOptOut(input: { by: "
            + "{ identity: { namespace: \"crm_999999\", value: $value } }, optedOut: $optedOut }) "
            + "{ profile { id } errors { ... on UserError { code } } } }",
            new { value = customer, optedOut });
}
