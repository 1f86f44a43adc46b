using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests.Graph;

/// <summary>What the graph tells while it happens.</summary>
public sealed class GraphSubscriptionTests
{
    private static readonly string Buyer = DemoFiles.People[0].Customer;

    [Fact]
    public async Task Subscription_to_what_is_not_there_ends_with_a_code()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        foreach (var query in new[]
        {
            "subscription { segmentQualified(segmentId: \"U2VnbWVudDo5OTk=\") { status } }",
            "subscription { profileSegmentsChanged(profileId: \"UHJvZmlsZTpub25l\") { status } }",
            "subscription { jobProgressed(jobId: \"Sm9iOjk5\") { status } }",
        })
        {
            Assert.Equal("NOT_FOUND", await graph.FaultAsync(query));
        }
    }

    [Fact]
    public async Task Membership_changes_arrive_once_and_in_order()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        var id = (await graph.AskAsync(
            "query($by: ProfileByInput!) { profile(by: $by) { id } }",
            new
            {
                by = new { identity = new { @namespace = "999999", value = Buyer } },
            }))["profile"]!["id"]!.GetValue<string>();
        using var bySegment = await graph.SubscribeAsync(
            "subscription { segmentQualified(segmentId: \"U2VnbWVudDoy\") "
                + "{ profileId segment { name } status } }");
        using var byProfile = await graph.SubscribeAsync(
            $"subscription {{ profileSegmentsChanged(profileId: \"{id}\") "
                + "{ segment { sid } status } }");

        await stage.SendAsync("sync", $"{Buyer}\td_unsid=23456");
        await stage.SendAsync("sync", $"{Buyer}\td_sid=45678");
        await stage.SendAsync("sync", $"{Buyer}\td_sid=23456");

        foreach (var status in new[] { "EXITED", "REALIZED" })
        {
            var change = (await bySegment.NextAsync())!["data"]!["segmentQualified"]!;
            Assert.Equal(
                $$"""
                {"profileId":"{{id}}","segment":{"name":"Buyers in the club"},"status":"{{status}}"}
                """,
                change.ToJsonString());
        }

        foreach (var expected in new[] { "2 EXITED", "3 REALIZED", "2 REALIZED" })
        {
            var change = (await byProfile.NextAsync())!["data"]!["profileSegmentsChanged"]!;
            Assert.Equal(expected, $"{change["segment"]!["sid"]} {change["status"]}");
        }
    }

    [Fact]
    public async Task Thousand_subscribers_hear_of_the_same_change()
    {
        const int Subscribers = 1_000;
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        var all = new List<GraphClient.GraphEvents>(Subscribers);
        foreach (var some in Enumerable.Range(0, Subscribers).Chunk(100))
        {
            all.AddRange(await Task.WhenAll(some.Select(_ => graph.SubscribeAsync(
                "subscription { segmentQualified(segmentId: \"U2VnbWVudDoy\") { status } }"))));
        }

        await stage.SendAsync("sync", $"{Buyer}\td_unsid=23456");

        var heard = await Task.WhenAll(all.Select(one => one.NextAsync()));
        Assert.All(heard, one => Assert.Equal(
            """{"data":{"segmentQualified":{"status":"EXITED"}}}""", one!.ToJsonString()));
        all.ForEach(one => one.Dispose());
        Assert.Equal(6, (await graph.AskAsync("{ segments { totalCount } }"))
            ["segments"]!["totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Job_is_followed_to_its_end()
    {
        await using var stage = await Stage.OpenAsync();
        using var graph = stage.Graph();
        using var events = await graph.SubscribeAsync(
            "subscription { jobProgressed(jobId: \"Sm9iOjE=\") "
                + "{ status fraction received stored } }");

        GraphClient.AssertSame(
            """{"status":"SUCCEEDED","fraction":1,"received":3,"stored":3}""",
            (await events.NextAsync())!["data"]!["jobProgressed"]);
        Assert.Null(await events.NextAsync());
    }
}
