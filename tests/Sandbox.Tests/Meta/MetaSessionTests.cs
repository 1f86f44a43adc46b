using System.Text.Json.Nodes;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Meta;

public sealed class MetaSessionTests
{
    private static readonly string[] Abc = [Hash("a"), Hash("b"), Hash("c")];

    [Fact]
    public async Task Counts_a_batch_again_that_is_sent_again()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", Upload(7, 1, isLast: false, Abc));
        var again = await sandbox.PostAsync(
            $"/{audience}/users", Upload(7, 1, isLast: true, Abc));
        var session = (await sandbox.GetAsync($"/{audience}/sessions?session_id=7"))["data"]![0]!;

        Assert.Equal("7", (string?)again["session_id"]);
        Assert.Equal(6, (int)again["num_received"]!);
        Assert.Equal(3, (await sandbox.MembersAsync(audience)).Length);
        Assert.Equal("completed", (string?)session["stage"]);
        Assert.Equal(100, (int)session["progress"]!);
    }

    [Fact]
    public async Task A_replacement_shows_when_its_last_batch_is_in()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", Upload(Hash("old")));
        await Replace(sandbox, audience, Upload(1, 1, isLast: false, Abc[0]));
        var during = await sandbox.MembersAsync(audience);
        var status = await sandbox.GetAsync($"/{audience}?fields=operation_status");
        await Replace(sandbox, audience, Upload(1, 2, isLast: true, Abc[1]));

        Assert.Equal(["EMAIL=" + Hash("old")], during);
        Assert.Equal(414, (int)status["operation_status"]!["code"]!);
        var expected = Abc[..2].Select(hash => "EMAIL=" + hash).Order();
        Assert.Equal(expected, await sandbox.MembersAsync(audience));
    }

    [Fact]
    public async Task A_replacement_refuses_what_does_not_fit()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var notFirst = await Replace(sandbox, audience, Upload(1, 2, isLast: false, Abc));
        await Replace(sandbox, audience, Upload(1, 1, isLast: false, Abc));
        var firstAgain = await Replace(sandbox, audience, Upload(1, 1, isLast: false, Abc));
        var other = await Replace(sandbox, audience, Upload(2, 1, isLast: false, Abc));
        var add = Subcode(await sandbox.PostAsync($"/{audience}/users", Upload(Abc)));
        var later = await Replace(sandbox, audience, Upload(1, 5, isLast: false, Abc));
        var laterAgain = await Replace(sandbox, audience, Upload(1, 5, isLast: true, Abc));
        var finished = await Replace(sandbox, audience, Upload(1, 6, isLast: true, Abc));

        Assert.Equal(
            [1870147, 1870145, 1870145, 1870145, 0, 0, 1870159],
            [notFirst, firstAgain, other, add, later, laterAgain, finished]);
    }

    [Fact]
    public async Task A_replacement_that_takes_ninety_minutes_shrinks_the_audience()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", Upload(Abc));
        await Replace(sandbox, audience, Upload(1, 1, isLast: false, Abc[0]));
        await sandbox.ControlAsync("clock", """{"advance":"PT89M"}""");
        var inTime = await Replace(sandbox, audience, Upload(1, 2, isLast: false, Abc[1]));
        await sandbox.ControlAsync("clock", """{"advance":"PT1M"}""");
        var late = await Replace(sandbox, audience, Upload(1, 3, isLast: true, Abc[2]));

        Assert.Equal(0, inTime);
        Assert.Equal(1870158, late);
        Assert.Equal(2, (await sandbox.MembersAsync(audience)).Length);
    }

    [Fact]
    public async Task A_replacement_without_session_is_refused_and_noted()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var refused = await sandbox.PostAsync($"/{audience}/usersreplace", Upload(Abc));

        Assert.Equal(100, (int)refused["error"]!["code"]!);
        Assert.Equal(1, (await sandbox.ViolationsAsync())["replace-without-session"]);
    }

    private static async Task<int> Replace(
        RunningSandbox sandbox, string audience, JsonObject upload) =>
        Subcode(await sandbox.PostAsync($"/{audience}/usersreplace", upload));

    private static int Subcode(JsonNode answer) =>
        (int?)answer["error"]?["error_subcode"] ?? 0;
}
