using System.Net;
using System.Text.Json.Nodes;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Faults;

public sealed class FaultTests
{
    private static readonly string[] Four = [Hash("1"), Hash("2"), Hash("3"), Hash("4")];

    [Theory]
    [InlineData("dropAfterApply", 4)]
    [InlineData("dropBeforeApply", 0)]
    [InlineData("truncate", 4)]
    public async Task A_cut_connection_leaves_what_it_says(string action, int members)
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.ControlAsync("faults", Fault($"\"{action}\""));

        await Assert.ThrowsAnyAsync<HttpRequestException>(
            () => sandbox.PostAsync($"/{audience}/users", Upload(Four)));
        Assert.Equal(members, (await sandbox.MembersAsync(audience)).Length);

        await sandbox.PostAsync($"/{audience}/users", Upload(Four));
        Assert.Equal(4, (await sandbox.MembersAsync(audience)).Length);
    }

    [Fact]
    public async Task Half_apply_takes_the_first_half_and_answers_try_again()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.ControlAsync("faults", Fault("""{"halfApply":true}"""));
        using var response = await sandbox.SendAsync(
            HttpMethod.Post, $"/{audience}/users", new StringContent(Upload(Four).ToJsonString()));

        Assert.Equal(
            """500 {"error":{"message":"An unexpected error has occurred. Please retry your """
                + """request later.","type":"OAuthException","code":2,"is_transient":true,"""
                + "\"fbtrace_id\":\"…\"}}",
            await GoldenAsync(response));
        var expected = Four[..2].Select(hash => "EMAIL=" + hash).Order();
        Assert.Equal(expected, await sandbox.MembersAsync(audience));
    }

    [Fact]
    public async Task An_error_is_the_platforms_own_and_applies_nothing()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.ControlAsync(
            "faults", Fault("""{"error":"meta.80003","regainMinutes":7}"""));
        using var response = await sandbox.SendAsync(
            HttpMethod.Post, $"/{audience}/users", new StringContent(Upload(Four).ToJsonString()));

        Assert.Contains("\"code\":80003", await GoldenAsync(response), StringComparison.Ordinal);
        var usage = response.Headers.GetValues("X-Business-Use-Case-Usage").Single();
        Assert.Contains(
            "\"estimated_time_to_regain_access\":7", usage, StringComparison.Ordinal);
        Assert.Contains("\"call_count\":100", usage, StringComparison.Ordinal);
        Assert.Empty(await sandbox.MembersAsync(audience));
    }

    [Fact]
    public async Task A_status_and_garbage_come_as_they_are()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("faults", """
            [{"match":{"path":"/me"},"action":{"status":503}},
             {"match":{"path":"/me"},"action":"garbage"}]
            """);
        using var status = await sandbox.SendAsync(HttpMethod.Get, "/me");
        using var garbage = await sandbox.SendAsync(HttpMethod.Get, "/me");
        using var good = await sandbox.SendAsync(HttpMethod.Get, "/me");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status.StatusCode);
        Assert.Equal(HttpStatusCode.BadGateway, garbage.StatusCode);
        Assert.StartsWith(
            "<html>", await garbage.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Fact]
    public async Task Strikes_only_the_nth_call_of_the_account_it_names()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("faults", """
            {"match":{"platform":"meta","method":"GET","path":"*/customaudiences",
             "account":"act_2","nth":2},"action":{"error":"meta.1"},"times":5}
            """);
        var failed = new List<bool>();
        foreach (var account in new[] { "act_1", "act_2", "act_1", "act_2", "act_2" })
        {
            var answer = await sandbox.GetAsync($"/{account}/customaudiences");
            failed.Add(answer["error"] is not null);
        }

        Assert.Equal([false, false, false, true, false], failed);
    }

    [Fact]
    public async Task A_misspelt_fault_is_refused()
    {
        await using var sandbox = await StartAsync();
        foreach (var json in new[]
        {
            """{"action":{"eror":"meta.1"}}""",
            """{"action":{"error":"190"}}""",
            """{"action":"explode"}""",
            """{"match":{"pth":"/me"},"action":"garbage"}""",
            """{"action":{"truncate":true,"garbage":true}}""",
        })
        {
            using var response = await sandbox.SendAsync(
                HttpMethod.Post,
                "/__sandbox/faults",
                new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }

        Assert.Empty((JsonArray)await sandbox.GetAsync("/__sandbox/faults"));
    }

    private static string Fault(string action) =>
        $$"""[{"match":{"platform":"meta","path":"/users"},"action":{{action}},"times":1}]""";
}
