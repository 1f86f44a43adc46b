using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Meta;

public sealed class MetaSignInTests
{
    private const string App =
        "client_id=200000000000001&redirect_uri=http%3A%2F%2F127.0.0.1%2Fback";

    private const string Secret = "&client_secret=sandbox-secret";

    [Fact]
    public async Task Sends_a_person_back_who_says_no()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("consent", """{"decision":"deny"}""");
        var answer = await DialogAsync(sandbox);

        Assert.Equal("access_denied", answer["error"]);
        Assert.Equal("s1", answer["state"]);
    }

    [Fact]
    public async Task A_code_is_good_once_for_the_same_address_within_ten_minutes()
    {
        await using var sandbox = await StartAsync();
        var code = (await DialogAsync(sandbox))["code"];
        var first = await sandbox.GetAsync($"/oauth/access_token?{App}{Secret}&code={code}");
        var second = await sandbox.GetAsync($"/oauth/access_token?{App}{Secret}&code={code}");
        var other = (await DialogAsync(sandbox))["code"];
        var elsewhere = await sandbox.GetAsync(
            $"/oauth/access_token?{App}elsewhere{Secret}&code={other}");
        var late = (await DialogAsync(sandbox))["code"];
        await sandbox.ControlAsync("clock", """{"advance":"PT10M"}""");
        var expired = await sandbox.GetAsync($"/oauth/access_token?{App}{Secret}&code={late}");

        Assert.Equal("bearer", (string?)first["token_type"]);
        Assert.Equal(
            (36009, 36008, 36007),
            (Subcode(second), Subcode(elsewhere), Subcode(expired)));
        var me = await sandbox.CallAsync(
            HttpMethod.Get, "/me", token: (string)first["access_token"]!);
        Assert.Equal("100000000000001", (string?)me["id"]);
    }

    [Fact]
    public async Task Exchanges_a_good_token_for_sixty_days_and_no_other()
    {
        await using var sandbox = await StartAsync();
        var path = $"/oauth/access_token?grant_type=fb_exchange_token&{App}{Secret}"
            + $"&fb_exchange_token={Token}";
        var exchanged = await sandbox.GetAsync(path);
        await sandbox.ControlAsync("tokens/default/expire", "{}");
        var refused = await sandbox.GetAsync(path);

        Assert.Equal(5_183_944, (int)exchanged["expires_in"]!);
        Assert.Equal(463, Subcode(refused));
    }

    [Fact]
    public async Task Inspects_good_expired_revoked_and_unknown_tokens()
    {
        await using var sandbox = await StartAsync();
        var good = await InspectAsync(sandbox, Token);
        await sandbox.ControlAsync("tokens/default/expire", "{}");
        var expired = await InspectAsync(sandbox, Token);
        await sandbox.ControlAsync("tokens/default/revoke", "{}");
        var revoked = await InspectAsync(sandbox, Token);
        var unknown = await InspectAsync(sandbox, "nonsense");

        Assert.True((bool)good["is_valid"]!);
        Assert.Contains("ads_management", good["scopes"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(463, (int)expired["error"]!["subcode"]!);
        Assert.Equal(460, (int)revoked["error"]!["subcode"]!);
        Assert.False((bool)unknown["is_valid"]!);
    }

    [Fact]
    public async Task Verifies_a_proof_when_there_is_one()
    {
        await using var sandbox = await StartAsync();
        var proof = Convert.ToHexStringLower(HMACSHA256.HashData(
            Encoding.UTF8.GetBytes("sandbox-secret"), Encoding.UTF8.GetBytes(Token)));
        var good = await sandbox.GetAsync($"/me?appsecret_proof={proof}");
        var bad = await sandbox.GetAsync($"/me?appsecret_proof={proof[1..]}0");

        Assert.NotNull(good["id"]);
        Assert.Equal(100, (int)bad["error"]!["code"]!);
    }

    [Fact]
    public async Task A_token_without_the_scope_or_the_account_may_not()
    {
        await using var sandbox = await StartAsync();
        await sandbox.ControlAsync("seed", """
            {"users":[{"id":"5","accounts":["act_1"]}],
             "tokens":[{"value":"reader","user":"5","scopes":["ads_read"]}]}
            """);
        var list = await sandbox.CallAsync(
            HttpMethod.Get, "/act_1/customaudiences", token: "reader");
        var create = await sandbox.CallAsync(
            HttpMethod.Post,
            "/act_1/customaudiences",
            new JsonObject { ["name"] = "x" },
            token: "reader");
        var other = await sandbox.CallAsync(
            HttpMethod.Get, "/act_2/customaudiences", token: "reader");

        Assert.NotNull(list["data"]);
        Assert.Equal(294, (int)create["error"]!["code"]!);
        Assert.Equal(200, (int)other["error"]!["code"]!);
    }

    private static async Task<JsonNode> InspectAsync(RunningSandbox sandbox, string token) =>
        (await sandbox.CallAsync(
            HttpMethod.Get,
            $"/debug_token?input_token={token}",
            token: "200000000000001|sandbox-secret"))["data"]!;

    private static async Task<Dictionary<string, Microsoft.Extensions.Primitives.StringValues>>
        DialogAsync(RunningSandbox sandbox)
    {
        using var response = await sandbox.SendAsync(
            HttpMethod.Get,
            $"/v24.0/dialog/oauth?{App}&state=s1&response_type=code&scope=ads_management",
            token: null);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        return QueryHelpers.ParseQuery(response.Headers.Location!.Query);
    }

    private static int Subcode(JsonNode answer) => (int)answer["error"]!["error_subcode"]!;
}
