using System.Net;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Control;

public sealed class ControlTests
{
    [Fact]
    public async Task Journal_tells_calls_but_no_token_and_no_member()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync(
            $"/{audience}/users?access_token={Token}",
            Upload(7, 2, isLast: true, Hash("a"), "mary@example.com"));
        var journal = await sandbox.GetAsync("/__sandbox/requests?since=1");
        var text = journal.ToJsonString();
        var entry = journal["items"]![0]!;

        Assert.Equal(2, (int)entry["rows"]!);
        Assert.Equal(1, (int)entry["invalid"]!);
        Assert.Equal(2, (int)entry["batchSequence"]!);
        Assert.Equal("EMAIL_SHA256", (string?)entry["schema"]);
        Assert.Equal("default", (string?)entry["tokenId"]);
        Assert.Equal(2, (int)journal["next"]!);
        Assert.DoesNotContain(Token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("mary", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Hash("a"), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_come_in_pages_and_whole()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var hashes = Enumerable.Range(0, 5_000).Select(i => Hash($"{i}")).ToArray();
        await sandbox.PostAsync($"/{audience}/users", Upload(hashes));
        var seen = new HashSet<string>();
        int? next = 0;
        while (next is not null)
        {
            var page = await sandbox.GetAsync(
                $"/__sandbox/audiences/{audience}/members?format=tuples&limit=999&after={next}");
            next = (int?)page["next"];
            Assert.All(page["data"]!.AsArray(), member => seen.Add((string)member![0]![1]!));
        }

        var whole = await sandbox.GetAsync($"/__sandbox/audiences/{audience}/members");
        Assert.Equal(5_000, whole["data"]!.AsArray().Count);
        Assert.True(seen.SetEquals(hashes));
    }

    [Fact]
    public async Task Reset_forgets_all_but_the_default_seed()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.ControlAsync("faults", """{"action":"garbage"}""");
        await sandbox.ControlAsync("clock", """{"advance":"P90D","mode":"frozen"}""");
        await sandbox.ControlAsync("reset", "{}");
        var accounts = await sandbox.GetAsync("/me/adaccounts");
        var gone = await sandbox.GetAsync($"/{audience}");

        Assert.Equal(3, accounts["data"]!.AsArray().Count);
        Assert.NotNull(gone["error"]);
    }

    [Fact]
    public async Task Mints_tokens_that_work()
    {
        await using var sandbox = await StartAsync();
        var minted = await sandbox.PostAsync(
            "/__sandbox/tokens", System.Text.Json.Nodes.JsonNode.Parse("""{"expiresIn":60}""")!);
        var token = (string)minted["token"]!;
        var good = await sandbox.CallAsync(HttpMethod.Get, "/me", token: token);
        await sandbox.ControlAsync("clock", """{"advance":"PT1M"}""");
        var expired = await sandbox.CallAsync(HttpMethod.Get, "/me", token: token);

        Assert.NotNull(good["id"]);
        Assert.Equal(463, (int)expired["error"]!["error_subcode"]!);
    }

    [Fact]
    public async Task Home_page_and_unknown_controls_answer()
    {
        await using var sandbox = await StartAsync();
        using var unknown = await sandbox.SendAsync(HttpMethod.Get, "/__sandbox/nothing");

        Assert.Contains(
            "/__sandbox", await sandbox.Client.GetStringAsync("/"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Theory]
    [InlineData("--urls")]
    [InlineData("--sed", "1")]
    [InlineData("--seed", "one")]
    public void Refuses_arguments_it_does_not_know(params string[] args) =>
        Assert.Throws<ArgumentException>(() => SandboxOptions.Parse(args));
}
