using System.Net.Http.Headers;
using System.Text;
using static Krewe.Sandbox.Tests.RunningSandbox;

namespace Krewe.Sandbox.Tests.Meta;

/// <summary>Every way in which known clients send the same two people.</summary>
public sealed class MetaEncodingTests
{
    private static readonly string Mary = Hash("mary@example.com");
    private static readonly string John = Hash("john@example.com");

    private static readonly string Flat =
        $$"""{"schema":"EMAIL_SHA256","data":["{{Mary}}","{{John}}"]}""";

    private static readonly string DataFirst =
        $$"""{"data":[["{{Mary}}"],["{{John}}"]],"is_raw":false,"schema":["EMAIL"]}""";

    private static readonly string Session = """{"session_id":"7","batch_seq":1}""";

    public static TheoryData<string> Ways =>
        ["json", "json-text", "form", "multipart", "file", "query", "bearer", "root", "no-type"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Adds_the_same_members_however_they_are_sent(string way)
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        using var request = Request(way, audience, HttpMethod.Post);
        using var response = await sandbox.Client.SendAsync(request);

        var expected = new[] { $"EMAIL={Mary}", $"EMAIL={John}" }.Order();
        Assert.True(response.IsSuccessStatusCode, await GoldenAsync(response));
        Assert.Equal(expected, await sandbox.MembersAsync(audience));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Removes_the_same_members_however_they_are_sent(string way)
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", Upload(Mary, John, Hash("stays")));
        using var request = Request(way, audience, HttpMethod.Delete);
        using var response = await sandbox.Client.SendAsync(request);

        Assert.True(response.IsSuccessStatusCode, await GoldenAsync(response));
        Assert.Equal([$"EMAIL={Hash("stays")}"], await sandbox.MembersAsync(audience));
    }

    [Theory]
    [InlineData("?method=DELETE", "")]
    [InlineData("", "&method=delete")]
    public async Task A_post_that_says_delete_is_one(string query, string form)
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        await sandbox.PostAsync($"/{audience}/users", Upload(Mary, John));
        using var content = new StringContent(
            "payload=" + Uri.EscapeDataString(Flat) + form,
            Encoding.UTF8,
            "application/x-www-form-urlencoded");
        using var _ = await sandbox.SendAsync(
            HttpMethod.Post, $"/{audience}/users{query}", content);

        Assert.Empty(await sandbox.MembersAsync(audience));
    }

    [Fact]
    public async Task Takes_ten_thousand_rows_in_the_query_string()
    {
        await using var sandbox = await StartAsync();
        var audience = await sandbox.CreateAudienceAsync();
        var hashes = Enumerable.Range(0, 10_000).Select(i => $"\"{Hash($"{i}")}\"");
        var payload = $$"""{"schema":"EMAIL","data":[{{string.Join(',', hashes)}}]}""";

        // Uri refuses so long a text, so the request is written by hand.
        var answer = await RawHttp.SendAsync(
            sandbox.Client.BaseAddress!,
            $"POST /{audience}/users?payload={Uri.EscapeDataString(payload)}",
            $"Authorization: Bearer {Token}");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal(10_000, (await sandbox.MembersAsync(audience)).Length);
    }

    private static HttpRequestMessage Request(string way, string audience, HttpMethod method)
    {
        var path = $"/meta/v24.0/{audience}/users";
        var token = "access_token=" + Token;
        var payload = Uri.EscapeDataString(Flat);
        var form = $"{token}&payload={payload}&session={Uri.EscapeDataString(Session)}";
        return way switch
        {
            "json" => new(method, path)
            {
                Content = Json($$"""
                    {"access_token":"{{Token}}","id":"{{audience}}",
                     "payload":{{DataFirst}},"session":{{Session}}}
                    """),
            },
            "json-text" => new(method, path)
            {
                Content = Json($$"""
                    {"access_token":"{{Token}}",
                     "payload":"{{Flat.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}
                    """),
            },
            "form" => new(method, path)
            {
                Content = new StringContent(
                    form, Encoding.UTF8, "application/x-www-form-urlencoded"),
            },
            "multipart" => new(method, path)
            {
                Content = new MultipartFormDataContent
                {
                    { new StringContent(Token), "access_token" },
                    { new StringContent(DataFirst), "payload" },
                },
            },
            "file" => new(method, path)
            {
                Content = new MultipartFormDataContent
                {
                    { new StringContent(Token), "access_token" },
                    { new StringContent(Flat), "payload", "payload.json" },
                },
            },
            "query" => new(method, $"{path}?{form}") { Content = Json("{}") },
            "bearer" => Bearer(new(method, path) { Content = Json($$"""{"payload":{{Flat}}}""") }),
            "root" => new(method, $"/v9/{audience}/users?{form}"),
            _ => new(method, $"/{audience}/users?{token}") { Content = Bytes(Flat) },
        };
    }

    private static HttpRequestMessage Bearer(HttpRequestMessage request)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return request;
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static ByteArrayContent Bytes(string payload) =>
        new(Encoding.UTF8.GetBytes($$"""{"payload":{{payload}}}"""));
}
