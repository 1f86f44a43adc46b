using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests.Graph;

/// <summary>What apps change through the graph, and how the rest of the silo hears of it.</summary>
public sealed class GraphChangeTests
{
    private static readonly string Buyer = DemoFiles.People[0].Customer;

    [Fact]
    public async Task Segment_that_is_made_and_mapped_is_filled_and_sent()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        var made = await graph.AskAsync(
            """
            mutation {
              createSegment(input: {
                name: "In the club", expression: "23456T", dataSourceId: "RGF0YVNvdXJjZTo5OTk5OTk="
              }) { segment { id version } errors { ... on UserError { code } } }
            }
            """);
        var id = made["createSegment"]!["segment"]!["id"]!.GetValue<string>();
        var mapped = await graph.AskAsync(
            "mutation($id: ID!) { mapSegment(input: {segmentId: $id, "
                + "destinationId: \"RGVzdGluYXRpb246MQ==\"}) "
                + "{ mapping { segment { sid } } errors { ... on UserError { code } } } }",
            new { id });
        Assert.Equal(
            """{"mapSegment":{"mapping":{"segment":{"sid":7}},"errors":null}}""",
            mapped.ToJsonString());

        await stage.ExpectAsync(
            (1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]), (7, [0]));

        var gone = await graph.AskAsync(
            "mutation($id: ID!) { deleteSegment(input: {id: $id}) "
                + "{ deletedId errors { ... on UserError { code } } } }",
            new { id });
        Assert.Equal(id, gone["deleteSegment"]!["deletedId"]!.GetValue<string>());
        await stage.ExpectAsync((1, [0, 1, 2]), (2, [0]), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task File_that_is_sent_here_is_imported_like_any_other()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        const string Send =
            "mutation($input: SendFileInput!) { sendFile(input: $input) "
            + "{ job { id kind } errors { ... on InvalidInputError { field code } } } }";

        var refused = await graph.AskAsync(
            Send, new { input = new { fileName = "customers.csv", content = "1" } });
        Assert.Equal(
            """
            {"sendFile":{"job":null,"errors":[{"field":"fileName","code":"INVALID_INPUT"}]}}
            """,
            refused.ToJsonString());

        var sent = await graph.AskAsync(Send, new
        {
            input = new
            {
                fileName = "ftp_dpm_999999_123_1792000000.sync",
                content = $"{Buyer}\td_unsid=23456\n",
            },
        });
        Assert.Equal("TRAIT_ONBOARDING", $"{sent["sendFile"]!["job"]!["kind"]}");
        await stage.ExpectAsync((1, [0, 1, 2]), (2, []), (3, [1]), (4, [2]), (5, [2]));
    }

    [Fact]
    public async Task Samples_reports_and_progress_are_there()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        Assert.Equal("NO_SAMPLE", await graph.FaultAsync(
            "{ sampleFile(kind: DATASET_UPLOAD, dataSourceId: \"RGF0YVNvdXJjZTo5OTk5OTk=\") "
                + "{ name } }"));
        Assert.Equal("INVALID_DAYS", await graph.FaultAsync(
            "{ onboardingReport(from: \"2026-02-01\", to: \"2026-01-01\") { day } }"));

        var data = await graph.AskAsync(
            """
            {
              sampleFile(kind: ID_SYNC, dataSourceId: "RGF0YVNvdXJjZTo5OTk5OTk=") { name content }
              onboardingReport { dataSource { dataSourceId } filesReceived filesDone stored jobIds }
              workspace { partnerId addOns backfill { running fraction } retention { forgotten } }
            }
            """);
        Assert.StartsWith("c2c_id_999999_987654_", $"{data["sampleFile"]!["name"]}",
            StringComparison.Ordinal);
        Assert.Contains("\t", $"{data["sampleFile"]!["content"]}", StringComparison.Ordinal);
        GraphClient.AssertSame(
            """
            [{
              "dataSource": { "dataSourceId": 999999 },
              "filesReceived": 2, "filesDone": 2, "stored": 6, "jobIds": ["Sm9iOjE=", "Sm9iOjI="]
            }]
            """,
            data["onboardingReport"]);
        var workspace = data["workspace"]!;
        Assert.Equal(123, workspace["partnerId"]!.GetValue<int>());
        Assert.Equal("""["PEOPLE_BASED_DESTINATIONS"]""", workspace["addOns"]!.ToJsonString());
        Assert.InRange(workspace["backfill"]!["fraction"]!.GetValue<double>(), 0, 1);
        Assert.Equal(0, workspace["retention"]!["forgotten"]!.GetValue<int>());
    }

    [Fact]
    public async Task Paused_destination_sends_again_when_it_is_told_to()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();

        var data = await graph.AskAsync(
            """
            mutation {
              known: resumeDestination(input: {id: "RGVzdGluYXRpb246MQ=="}) {
                destination { name } errors { ... on UserError { code } }
              }
              unknown: resumeDestination(input: {id: "RGVzdGluYXRpb246OQ=="}) {
                destination { name } errors { ... on UserError { code } }
              }
            }
            """);

        GraphClient.AssertSame(
            """
            {
              "known": { "destination": { "name": "Meta, customers" }, "errors": null },
              "unknown": { "destination": null, "errors": [{ "code": "NOT_FOUND" }] }
            }
            """,
            data);
    }
}
