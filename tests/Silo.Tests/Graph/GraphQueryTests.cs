using System.Text.Json.Nodes;
using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests.Graph;

/// <summary>What the graph says of the demo's customers, and to whom.</summary>
public sealed class GraphQueryTests
{
    private static readonly string Buyer = DemoFiles.People[0].Customer;

    private static object ByCustomer(string customer) => new
    {
        by = new { identity = new { @namespace = "crm_999999", value = customer } },
    };

    [Fact]
    public async Task Mistakes_of_the_caller_have_stable_codes()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        Assert.Equal("UNKNOWN_NAMESPACE", await graph.FaultAsync(
            """{ profile(by: {identity: {namespace: "nowhere", value: "1"}}) { version } }"""));
        Assert.Equal("INVALID_IDENTITY", await graph.FaultAsync(
            """{ profile(by: {identity: {namespace: "999999", value: ""}}) { version } }"""));
        Assert.Equal("INVALID_CURSOR", await graph.FaultAsync(
            """{ segments(after: "somewhere") { nodes { sid } } }"""));
        Assert.Equal("TOO_MANY_PROFILES", await graph.FaultAsync(
            "query($by: [ProfileByInput!]!) { profiles(by: $by) { version } }",
            new
            {
                by = Enumerable.Range(1, 51).Select(one => new
                {
                    identity = new { @namespace = "999999", value = $"{one}" },
                }),
            }));
        Assert.Equal("HC0051", await graph.FaultAsync("{ traits(first: 51) { nodes { sid } } }"));
        Assert.Equal("MERGE_RULE_NOT_FOUND", await graph.FaultAsync(
            "query($by: ProfileByInput!, $rule: ID!) { profile(by: $by) "
                + "{ traits(mergeRuleId: $rule) { nodes { frequency } } } }",
            new
            {
                by = new { identity = new { @namespace = "999999", value = Buyer } },
                rule = Convert.ToBase64String("MergeRule:Nobody's"u8),
            }));
    }

    [Fact]
    public async Task Questions_that_would_cost_too_much_are_refused()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        const string Members = "segmentMembers(segmentId: \"U2VnbWVudDox\", first: 50) { nodes { ";
        var wide = string.Join(' ', Enumerable.Range(0, 30).Select(one =>
            $"a{one}: {Members} traits(first: 50) {{ nodes {{ trait {{ name }} }} }} }} }}"));
        var deep = string.Concat(Enumerable.Repeat("mappings { nodes { segment { ", 8))
            + "name" + string.Concat(Enumerable.Repeat(" } } }", 8));
        var lengthy = string.Concat(Enumerable.Repeat("__typename ", 3_000));

        Assert.Equal("HC0047", await graph.FaultAsync($"{{ {wide} }}"));
        Assert.Contains(
            "depth",
            await graph.AnswerAsync($"{{ segments {{ nodes {{ {deep} }} }} }}"),
            StringComparison.OrdinalIgnoreCase);
        Assert.Contains(
            "errors", await graph.AnswerAsync($"{{ {lengthy} }}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_known_is_null()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        var data = await graph.AskAsync(
            """
            {
              segment(id: "U2VnbWVudDo5OTk=") { name }
              trait(id: "VHJhaXQ6YWJj") { name }
              node(id: "UHJvZmlsZTpub25l") { id }
              profile(by: {identity: {namespace: "crm_999999", value: "nobody"}}) { id }
            }
            """);

        Assert.Equal(
            """{"segment":null,"trait":null,"node":null,"profile":null}""", data.ToJsonString());
    }

    [Fact]
    public async Task Profile_shows_its_identities_traits_memberships_and_what_was_sent()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        var profile = (await graph.AskAsync(
            """
            query($by: ProfileByInput!) {
              profile(by: $by) {
                identities { dataSource { namespace inIdentityGraph } value linkedBy }
                traits(first: 1) { nodes { trait { sid } frequency } pageInfo { hasNextPage } }
                segmentMemberships { nodes { segment { sid } status qualifiedAs { value } } }
                segmentMembership(segmentId: "U2VnbWVudDoz") { since }
                activations { nodes { segment { sid } state reason } }
                partnerIds { value }
                attributes { key }
              }
            }
            """,
            ByCustomer(Buyer)))["profile"]!;

        var email = DemoFiles.People[0].Email;
        GraphClient.AssertSame(
            $$"""
            [
              {
                "dataSource": { "namespace": "crm_999999", "inIdentityGraph": true },
                "value": "{{Buyer}}", "linkedBy": "ID_SYNC_FILE"
              },
              {
                "dataSource": { "namespace": "hashed_e_mails_987654", "inIdentityGraph": true },
                "value": "{{email}}", "linkedBy": "ID_SYNC_FILE"
              }
            ]
            """,
            profile["identities"]);
        Assert.Equal(
            """{"nodes":[{"trait":{"sid":12345},"frequency":1}],"pageInfo":{"hasNextPage":true}}""",
            profile["traits"]!.ToJsonString());
        Assert.Equal(
            [1, 2],
            profile["segmentMemberships"]!["nodes"]!.AsArray()
                .Select(one => one!["segment"]!["sid"]!.GetValue<int>()));
        Assert.Null(profile["segmentMembership"]);
        GraphClient.AssertSame(
            """
            [
              { "segment": { "sid": 1 }, "state": "DELIVERED", "reason": null },
              { "segment": { "sid": 2 }, "state": "DELIVERED", "reason": null }
            ]
            """,
            profile["activations"]!["nodes"]);
    }

    [Fact]
    public async Task Fifty_profiles_come_in_the_order_in_which_they_were_asked_for()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        var asked = Enumerable.Range(0, 50)
            .Select(at => at % 4 == 3 ? "nobody" : DemoFiles.People[at % 4].Customer)
            .ToArray();

        var data = await graph.AskAsync(
            "query($by: [ProfileByInput!]!) { profiles(by: $by) { identities { value } } }",
            new
            {
                by = asked.Select(customer => new
                {
                    identity = new { @namespace = "crm_999999", value = customer },
                }),
            });

        Assert.Equal(
            string.Join(' ', asked.Select(customer => customer == "nobody" ? "-" : customer)),
            string.Join(' ', data["profiles"]!.AsArray().Select(one =>
                one?["identities"]![0]!["value"]!.GetValue<string>() ?? "-")));
    }

    [Fact]
    public async Task Profile_is_found_again_by_its_handle_which_does_not_show_who_it_is()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = await stage.GraphAsync("reader");
        var id = (await graph.AskAsync(
            "query($by: ProfileByInput!) { profile(by: $by) { id } }",
            ByCustomer(Buyer)))["profile"]!["id"]!.GetValue<string>();
        await stage.RestartAsync(TimeProvider.System);
        using var later = stage.Graph();

        var found = await later.AskAsync(
            """
            query($id: ID!) {
              node(id: $id) { ... on Profile { id identities { value } } }
              profile(by: {id: $id}) { segmentMemberships { nodes { segment { sid } } } }
            }
            """,
            new { id });

        Assert.Equal(id, found["node"]!["id"]!.GetValue<string>());
        Assert.Equal(Buyer, found["node"]!["identities"]![0]!["value"]!.GetValue<string>());
        Assert.DoesNotContain(Buyer, Decoded(id), StringComparison.Ordinal);
        Assert.Equal(2, found["profile"]!["segmentMemberships"]!["nodes"]!.AsArray().Count);
    }

    [Fact]
    public async Task Reader_sees_traits_and_segments_but_not_what_identifies_a_person()
    {
        await using var stage = await Stage.OpenAsync();
        using var reader = await stage.GraphAsync("reader");
        using var ingest = await stage.GraphAsync("ingest");
        using var nobody = new GraphClient(stage.Silo.Address, key: null);
        const string Value =
            "query($by: ProfileByInput!) { profile(by: $by) { identities { value } } }";

        Assert.Equal("AUTH_NOT_AUTHORIZED", await reader.FaultAsync(Value, ByCustomer(Buyer)));
        Assert.Equal(
            "AUTH_NOT_AUTHORIZED",
            await reader.FaultAsync("{ integratedAccounts { contactEmails } }"));
        Assert.Equal("AUTH_NOT_AUTHORIZED", await ingest.FaultAsync("{ segments { totalCount } }"));
        Assert.Equal("AUTH_NOT_AUTHORIZED", await ingest.FaultAsync(Value, ByCustomer(Buyer)));
        Assert.DoesNotContain(
            "data", await nobody.AnswerAsync("{ __typename }"), StringComparison.Ordinal);
        Assert.NotNull((await reader.AskAsync(
            "query($by: ProfileByInput!) { profile(by: $by) { identities { linkedBy } "
                + "traits { nodes { trait { name } } } } }",
            ByCustomer(Buyer)))["profile"]);
    }

    [Fact]
    public async Task Segments_show_who_is_in_them_page_by_page_and_where_they_are_sent()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        var seen = new List<string>();
        var after = default(string);
        do
        {
            var page = (await graph.AskAsync(
                "query($after: String) { segmentMembers(segmentId: \"U2VnbWVudDox\", first: 1, "
                    + "after: $after) { nodes { identities { value } } "
                    + "pageInfo { hasNextPage endCursor } } }",
                new { after }))["segmentMembers"]!;
            seen.Add(page["nodes"]![0]!["identities"]![0]!["value"]!.GetValue<string>());
            after = page["pageInfo"]!["hasNextPage"]!.GetValue<bool>()
                ? page["pageInfo"]!["endCursor"]!.GetValue<string>()
                : null;
        }
        while (after is not null);

        Assert.Equal(
            string.Join(' ', DemoFiles.People
                .Select(person => person.Customer).Order(StringComparer.Ordinal)),
            string.Join(' ', seen));
        GraphClient.AssertSame(
            """
            {
              "destination": {
                "name": "Meta, customers", "status": "ACTIVE", "shareableAudience": 3
              },
              "state": "ACTIVE",
              "delivered": { "added": 3, "removed": 0, "pending": 0 }
            }
            """,
            (await UntilCountedAsync(graph))["mappings"]!["nodes"]![0]);
    }

    // Figures are a second old at most in so small a store.
    private static async Task<JsonNode> UntilCountedAsync(GraphClient graph)
    {
        var segment = default(JsonNode);
        await SiloWaits.UntilAsync(
            async () =>
            {
                segment = (await graph.AskAsync(
                    "{ segment(id: \"U2VnbWVudDox\") { population { total realTime } mappings { "
                        + "nodes { destination { name status shareableAudience } state "
                        + "delivered { added removed pending } } } } }"))["segment"];
                return segment!["population"]!["total"]!.GetValue<int>() == 3;
            },
            TimeSpan.FromSeconds(30),
            CancellationToken.None);
        // They were told of by files: nobody was seen.
        Assert.Equal(
            """{"total":3,"realTime":0}""", segment!["population"]!.ToJsonString());
        return segment;
    }

    private static string Decoded(string id)
    {
        var text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(id));
        return $"{id} {text} {System.Text.Encoding.Latin1.GetString(
            System.Buffers.Text.Base64Url.DecodeFromChars(text.AsSpan("Profile:".Length)))}";
    }
}
