using System.Text.Json.Nodes;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Meta;

public sealed class MetaAudienceTests
{
    [Theory]
    [InlineData("/meta/v24.0")]
    [InlineData("/v19.0")]
    [InlineData("")]
    public async Task Pages_by_an_absolute_address_on_its_own_host(string prefix)
    {
        await using var sandbox = await StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await sandbox.CreateAudienceAsync(name: $"A{i}");
        }

        var names = new List<string>();
        var next = $"{prefix}/act_1/customaudiences?fields=name&limit=2";
        for (var page = 0; next is not null && page < 10; page++)
        {
            var answer = await sandbox.GetAsync(next);
            names.AddRange(answer["data"]!.AsArray().Select(one => (string)one!["name"]!));
            next = (string?)answer["paging"]!["next"];
            Assert.True(
                next is null || next.StartsWith(
                    $"{sandbox.Client.BaseAddress}{prefix.TrimStart('/')}",
                    StringComparison.Ordinal),
                next);
        }

        Assert.Equal(["A0", "A1", "A2", "A3", "A4"], names);
    }

    [Fact]
    public async Task Repeats_a_token_in_the_next_address_only_when_the_query_had_it()
    {
        await using var sandbox = await StartAsync();
        var byHeader = await sandbox.GetAsync("/me/adaccounts?limit=1");
        var byQuery = await sandbox.CallAsync(
            HttpMethod.Get, $"/me/adaccounts?limit=1&access_token={Token}", token: null);

        Assert.DoesNotContain(Token, byHeader.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(
            $"access_token={Token}", (string)byQuery["paging"]!["next"]!, StringComparison.Ordinal);
        Assert.Equal(1, (await sandbox.ViolationsAsync())["token-in-query"]);
    }

    [Fact]
    public async Task Reads_updates_and_deletes()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}", JsonNode.Parse("""{"description":"ours"}""")!);
        var read = await sandbox.GetAsync($"/{audience}?fields=name,description,subtype");
        var deleted = await sandbox.CallAsync(HttpMethod.Delete, $"/{audience}");
        var gone = await sandbox.GetAsync($"/{audience}");

        Assert.Equal(
            $$"""{"id":"{{audience}}","name":"People","description":"ours","subtype":"CUSTOM"}""",
            read.ToJsonString());
        Assert.True((bool)deleted["success"]!);
        Assert.Equal(33, (int)gone["error"]!["error_subcode"]!);
    }

    [Fact]
    public async Task Tells_sizes_a_day_late()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var hashes = Enumerable.Range(0, 1_234).Select(i => Hash($"{i}")).ToArray();
        var before = await StatusAsync(sandbox, audience);
        await sandbox.PostAsync($"/{audience}/users", Upload(hashes));
        await sandbox.ControlAsync("clock", """{"advance":"PT23H"}""");
        var soon = await StatusAsync(sandbox, audience);
        await sandbox.ControlAsync("clock", """{"advance":"PT1H"}""");
        var settled = await StatusAsync(sandbox, audience);

        Assert.Equal(((410, 300, -1, -1), (441, 300, -1, -1)), (before, soon));
        Assert.Equal((200, 200, 1_200, 1_300), settled);
    }

    [Fact]
    public async Task Fetches_instead_of_making_when_asked_to()
    {
        await using var sandbox = await StartAsync();
        var made = await sandbox.CreateAudienceAsync(name: "Same");
        var fetched = await sandbox.PostAsync("/act_1/customaudiences", JsonNode.Parse(
            """{"name":"Same","enable_fetch_or_create":true}""")!);

        Assert.Equal(made, (string?)fetched["id"]);
    }

    [Fact]
    public async Task Tells_how_much_of_the_quota_is_used_and_when_there_is_more()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("quotas", """{"account":"act_1","callsPerHour":4}""");
        for (var call = 1; call <= 4; call++)
        {
            Assert.Contains(
                $"\"call_count\":{call * 25}", await UsageAsync(sandbox), StringComparison.Ordinal);
        }

        await sandbox.ControlAsync("clock", """{"advance":"PT10M"}""");
        Assert.Contains(
            "\"estimated_time_to_regain_access\":50",
            await UsageAsync(sandbox),
            StringComparison.Ordinal);
        await sandbox.ControlAsync("clock", """{"advance":"PT60M"}""");
        Assert.Contains("\"call_count\":25", await UsageAsync(sandbox), StringComparison.Ordinal);
    }

    private static async Task<string> UsageAsync(RunningSandbox sandbox)
    {
        using var response = await sandbox.SendAsync(HttpMethod.Get, "/act_1/customaudiences");
        return response.Headers.GetValues("X-Business-Use-Case-Usage").Single();
    }

    private static async Task<(int, int, int, int)> StatusAsync(
        RunningSandbox sandbox, string audience)
    {
        var read = await sandbox.GetAsync(
            $"/{audience}?fields=operation_status{{code}},delivery_status,"
                + "approximate_count_lower_bound,approximate_count_upper_bound");
        return (
            (int)read["operation_status"]!["code"]!,
            (int)read["delivery_status"]!["code"]!,
            (int)read["approximate_count_lower_bound"]!,
            (int)read["approximate_count_upper_bound"]!);
    }
}
