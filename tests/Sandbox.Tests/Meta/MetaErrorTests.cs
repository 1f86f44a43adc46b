using System.Text.Json.Nodes;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Meta;

public sealed class MetaErrorTests
{
    [Fact]
    public async Task Answers_a_call_without_token_as_the_platform_does()
    {
        await using var sandbox = await StartAsync();
        using var response = await sandbox.SendAsync(HttpMethod.Get, "/v24.0/me", token: null);

        Assert.Equal(
            """400 {"error":{"message":"An active access token must be used to query """
                + """information about the current user.","type":"OAuthException","code":2500,"""
                + "\"fbtrace_id\":\"…\"}}",
            await GoldenAsync(response));
    }

    [Fact]
    public async Task Answers_an_unknown_token_as_the_platform_does()
    {
        await using var sandbox = await StartAsync();
        using var response = await sandbox.SendAsync(HttpMethod.Get, "/me", token: "nonsense");

        Assert.Equal(
            """400 {"error":{"message":"Invalid OAuth access token - Cannot parse access """
                + """token","type":"OAuthException","code":190,"fbtrace_id":"…"}}""",
            await GoldenAsync(response));
    }

    [Fact]
    public async Task Answers_an_expired_token_after_sixty_days()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("clock", """{"advance":"P59D"}""");
        using var before = await sandbox.SendAsync(HttpMethod.Get, "/me");
        await sandbox.ControlAsync("clock", """{"advance":"P1D"}""");
        using var after = await sandbox.SendAsync(HttpMethod.Get, "/me");

        Assert.StartsWith("200 ", await GoldenAsync(before), StringComparison.Ordinal);
        Assert.Equal(
            """400 {"error":{"message":"Error validating access token: Session has expired on """
                + """Friday, 01-Jan-27 02:59:04 PDT. The current time is Friday, 01-Jan-27 """
                + """03:00:00 PDT.","type":"OAuthException","code":190,"error_subcode":463,"""
                + "\"fbtrace_id\":\"…\"}}",
            await GoldenAsync(after));
    }

    [Fact]
    public async Task Answers_a_missing_object_as_the_platform_does()
    {
        await using var sandbox = await StartAsync();
        using var response = await sandbox.SendAsync(HttpMethod.Get, "/v24.0/120");

        Assert.Equal(
            """400 {"error":{"message":"Unsupported get request. Object with ID '120' does """
                + """not exist, cannot be loaded due to missing permissions, or does not """
                + """support this operation","type":"GraphMethodException","code":100,"""
                + "\"error_subcode\":33,\"fbtrace_id\":\"…\"}}",
            await GoldenAsync(response));
    }

    [Fact]
    public async Task Refuses_writes_until_the_terms_are_accepted()
    {
        await using var sandbox = await StartAsync();
        var body = new JsonObject { ["name"] = "People" };
        var refused = await sandbox.PostAsync("/act_3/customaudiences", body.DeepClone());
        await sandbox.PostAsync("/act_3/customaudiencestos", new JsonObject());
        var taken = await sandbox.PostAsync("/act_3/customaudiences", body);

        Assert.Equal(200, (int)refused["error"]!["code"]!);
        Assert.Equal(1870090, (int)refused["error"]!["error_subcode"]!);
        Assert.NotNull(taken["id"]);
    }

    [Fact]
    public async Task Refuses_more_than_ten_thousand_rows()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var hashes = Enumerable.Range(0, 10_001).Select(i => Hash($"{i}")).ToArray();
        var refused = await sandbox.PostAsync($"/{audience}/users", Upload(hashes));
        var membersAfterRefusal = await sandbox.MembersAsync(audience);
        var taken = await sandbox.PostAsync($"/{audience}/users", Upload(hashes[1..]));

        Assert.Equal(100, (int)refused["error"]!["code"]!);
        Assert.Empty(membersAfterRefusal);
        Assert.Equal(10_000, (int)taken["num_received"]!);
        Assert.Equal(10_000, (await sandbox.MembersAsync(audience)).Length);
    }

    [Theory]
    [InlineData("""{"payload":{"schema":"SHOE_SIZE","data":["44"]}}""")]
    [InlineData("""{"payload":{"schema":["EMAIL","FN"],"data":[["a"]]}}""")]
    [InlineData("""{"payload":{"schema":["EMAIL","FN"],"data":["a"]}}""")]
    [InlineData("""{"payload":{"schema":"EMAIL","data":"a"}}""")]
    [InlineData("""{"payload":{"schema":"EMAIL"}}""")]
    [InlineData("""{"payload":"nonsense"}""")]
    [InlineData("""{"payload":{"schema":"EMAIL","data":[]},"session":{"session_id":0}}""")]
    [InlineData("""{}""")]
    public async Task Refuses_a_payload_it_cannot_read(string body)
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var refused = await sandbox.PostAsync($"/{audience}/users", JsonNode.Parse(body)!);

        Assert.Equal(100, (int)refused["error"]!["code"]!);
    }

    [Fact]
    public async Task Refuses_the_audience_beyond_the_ceiling()
    {
        await using var sandbox = await StartAsync();
        for (var i = 0; i < 500; i++)
        {
            await sandbox.CreateAudienceAsync(name: $"A{i}");
        }

        var refused = await sandbox.PostAsync(
            "/act_1/customaudiences", new JsonObject { ["name"] = "One more" });

        Assert.Equal(2654, (int)refused["error"]!["code"]!);
    }
}
