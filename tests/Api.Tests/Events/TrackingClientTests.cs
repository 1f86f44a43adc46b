using System.Text;
using System.Text.Json.Nodes;

namespace Krewe.Api.Tests.Events;

/// <summary>
/// Goal: the libraries that people use work as they are.
/// Method: requests of the shapes that were captured from each library, and what came of them.
/// </summary>
public sealed class TrackingClientTests
{
    private const string Library = "\"library\": {\"name\": \"lib\", \"version\": \"1\"}";

    // The SHA-256 of jane@example.com.
    private const string Jane =
        "8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d";

    [Fact]
    public async Task Batch_of_segments_library_for_node_comes_in()
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await sender.PostAsync("/v1/batch", NodeBatch(), request =>
        {
            request.Headers.UserAgent = "analytics-node-next/latest";
            request.Headers.AcceptLanguage = "*";
        });

        Assert.Equal((200, """{"success":true}"""), (answer.Status, answer.Body));
        const string Headers = " h_user-agent=analytics-node-next/latest h_accept-language=*";
        Assert.Equal(
            [
                $"1/u1! 2/{Jane}! | type=identify plan=gold{Headers}",
                $"1/u1! | type=track event=Order Completed total=42.5 sku=A1{Headers}",
                "1/u1! | type=page name=Home category=Docs url=https://ex.test/ category=Docs"
                    + Headers,
                $"3/anon-1? | type=screen name=Main{Headers}",
                $"1/u1! | type=group groupId=g1 name=Acme{Headers}",
                $"1/u1! 1/anon-1? | type=alias{Headers}",
            ],
            sender.Lines());
        Assert.False(sender.Host.Intake.WasAwaited);
    }

    [Fact]
    public async Task Batch_of_rudderstacks_library_for_node_comes_in_packed_as_a_form()
    {
        await using var sender = await EventSender.StartAsync();
        const string Body = $$"""
            {"batch": [
              {"userId": "u1", "traits": {"email": "jane@example.com", "plan": "gold"},
               "context": {"traits": {"email": "jane@example.com"}, {{Library}}},
               "type": "identify", "channel": "server", "_metadata": {"nodeVersion": "20.20.2"},
               "originalTimestamp": "2028-02-29T11:59:00Z", "messageId": "e09fa8f9",
               "sentAt": "2028-02-29T11:59:30Z"},
              {"userId": "u1", "name": "Home", "properties": {"url": "https://ex.test/"},
               "type": "page", "context": {{{Library}}}, "messageId": "91a7e473"}],
             "timestamp": "2028-02-29T11:59:00Z", "sentAt": "2028-02-29T11:59:30Z"}
            """;
        var answer = await sender.PostAsync(
            "/v1/batch", EventSender.Packed(Encoding.UTF8.GetBytes(Body)), request =>
            {
                request.ContentType = "application/x-www-form-urlencoded";
                request.Headers.ContentEncoding = "gzip";
            });

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            [
                $"1/u1! 2/{Jane}! | type=identify plan=gold",
                "1/u1! | type=page name=Home url=https://ex.test/",
            ],
            sender.Lines());
        Assert.Equal(
            sender.Host.Time.GetUtcNow().AddSeconds(-30), sender.Host.Intake.Events[0].At);
    }

    [Theory]
    [InlineData("/v1/i", "type=identify plan=gold")]
    [InlineData("/v1/t", "type=track event=Bought plan=gold")]
    [InlineData("/v1/p", "type=page name=Home plan=gold")]
    [InlineData("/v1/s", "type=screen name=Home plan=gold")]
    [InlineData("/v1/g", "type=group groupId=g1 plan=gold")]
    [InlineData("/v1/identify", "type=identify plan=gold")]
    [InlineData("/v1/track", "type=track event=Bought plan=gold")]
    [InlineData("/v1/page", "type=page name=Home plan=gold")]
    [InlineData("/v1/screen", "type=screen name=Home plan=gold")]
    [InlineData("/v1/group", "type=group groupId=g1 plan=gold")]
    public async Task Call_of_the_library_for_browsers_comes_in_by_each_path(
        string path, string said)
    {
        await using var sender = await EventSender.StartAsync();
        var message = new JsonObject
        {
            ["integrations"] = new JsonObject(),
            ["traits"] = new JsonObject { ["plan"] = "gold", ["email"] = "no-address" },
            ["messageId"] = "ajs-next-1795314602177",
            ["userId"] = "u1",
            ["anonymousId"] = "5e25fe33-5ee6-4c2c",
            ["context"] = JsonNode.Parse(
                """
                {"page": {"path": "/shop", "referrer": "http://a/", "title": "Home",
                          "url": "http://a/shop"},
                 "userAgent": "Mozilla/5.0", "locale": "en-US",
                 "campaign": {"source": "news", "name": "c1"}, "timezone": "UTC"}
                """),
            ["writeKey"] = sender.Key.Text,
        };
        foreach (var (name, value) in Said(said))
        {
            message[name] = value;
        }

        var answer = await sender.PostAsync(path, message.ToJsonString(), request =>
        {
            request.ContentType = "text/plain";
            request.Headers.Origin = "https://shop.example";
            request.Headers.UserAgent = "node";
        });

        Assert.Equal(200, answer.Status);
        Assert.Equal("*", answer.Headers.AccessControlAllowOrigin);
        Assert.Equal(
            [
                $"3/5e25fe33-5ee6-4c2c? 1/u1! | {said} page_path=/shop page_referrer=http://a/ "
                + "page_title=Home page_url=http://a/shop campaign_source=news campaign_name=c1 "
                + "locale=en-US h_user-agent=Mozilla/5.0",
            ],
            sender.Lines());
    }

    [Theory]
    [InlineData("/v1/a", "anon", "anon", "3/anon? 1/u1! | type=alias")]
    [InlineData("/v1/alias", "u1", "anon", "1/u1! | type=alias")]
    [InlineData("/v1/alias", "u0", "anon", "1/u1! 1/u0? | type=alias")]
    public async Task Alias_links_whom_it_names(
        string path, string previous, string anonymous, string line)
    {
        await using var sender = await EventSender.StartAsync();
        await sender.PostAsync(
            path,
            $"{{\"userId\":\"u1\",\"previousId\":\"{previous}\",\"anonymousId\":\"{anonymous}\"}}");
        Assert.Equal([line], sender.Lines());
    }

    [Theory]
    [InlineData("/v1/b")]
    [InlineData("/v1/batch")]
    [InlineData("/v1/import")]
    public async Task Batch_comes_in_by_each_path_with_what_it_says_for_all(string path)
    {
        await using var sender = await EventSender.StartAsync();
        await sender.PostAsync(path, """
            {"context": {"locale": "de", "campaign": {"name": "all"}},
             "batch": [
               {"type": "track", "event": "A", "anonymousId": "a"},
               {"type": "track", "event": "B", "anonymousId": "a", "context": {"locale": "fr"}}]}
            """);
        Assert.Equal(
            [
                "3/a? | type=track event=A campaign_name=all locale=de",
                "3/a? | type=track event=B campaign_name=all locale=fr",
            ],
            sender.Lines());
    }

    [Fact]
    public async Task Key_is_taken_as_bearer_as_basic_and_from_the_body()
    {
        await using var sender = await EventSender.StartAsync();
        var key = sender.Key.Text;
        var basic = EventSender.BasicOf(key);
        (string? Header, string? WriteKey)[] ways =
            [(basic, null), (basic, key), ($"Bearer {key}", null), (null, key),
                ("Bearer something-else", key)];
        foreach (var (header, writeKey) in ways)
        {
            var answer = await sender.PostAsync(
                "/v1/track",
                $"{{\"writeKey\":\"{writeKey}\",\"userId\":\"u\",\"event\":\"E\"}}",
                request => request.Headers.Authorization = header);
            Assert.True(answer.Status == 200, $"{header is null} {writeKey is null}");
        }

        Assert.Equal(ways.Length, sender.Host.Intake.Events.Count);
    }

    [Fact]
    public async Task Key_of_any_form_will_do_where_none_is_needed()
    {
        await using var sender = await EventSender.StartAsync(
            "Development", """[{"name": "All", "users": 1, "anonymous": 3}]""");
        var answer = await sender.Host.CallAsync(
            "POST", "/v1/track", Access.ApiHost.Here, request =>
            {
                request.Headers.Authorization = EventSender.BasicOf("WK123");
                request.Headers.Origin = "https://shop.example";
                request.Body = new MemoryStream(
                    """{"writeKey":"WK123","userId":"u","event":"E"}"""u8.ToArray());
            });
        Assert.Equal(200, answer.Status);
        Assert.Equal("All", Assert.Single(await sender.VerdictsAsync()).Source);
    }

    [Fact]
    public async Task Preflight_of_a_page_is_answered_to_anybody()
    {
        await using var sender = await EventSender.StartAsync();
        foreach (var path in new[] { "/v1/t", "/v1/batch", "/event" })
        {
            var answer = await sender.Host.CallAsync(
                "OPTIONS", path, Access.ApiHost.Elsewhere, request =>
                {
                    request.Headers.Origin = "https://shop.example";
                    request.Headers.AccessControlRequestMethod = "POST";
                    request.Headers.AccessControlRequestHeaders = "authorization,content-type";
                });
            Assert.Equal(204, answer.Status);
            Assert.Equal("*", answer.Headers.AccessControlAllowOrigin);
            Assert.Contains("POST", answer.Headers.AccessControlAllowMethods.ToString());
            Assert.Contains(
                "Authorization, Content-Type", answer.Headers.AccessControlAllowHeaders.ToString());
        }
    }

    private static IEnumerable<(string Name, string Value)> Said(string said) => said
        .Split(' ')
        .Select(pair => pair.Split('='))
        .Where(pair => pair[0] is not ("type" or "plan"))
        .Select(pair => (pair[0], pair[1]));

    private static string NodeBatch() => $$"""
        {"batch": [
          {"timestamp": "2028-02-29T11:59:59.810Z", "integrations": {}, "type": "identify",
           "userId": "u1", "traits": {"email": " Jane@Example.com ", "plan": "gold"},
           "context": {{{Library}}}, "messageId": "node-next-1",
           "_metadata": {"nodeVersion": "v20.20.2", "jsRuntime": "node"} },
          {"timestamp": "2028-02-29T03:04:05.678Z", "integrations": {}, "event": "Order Completed",
           "type": "track", "properties": {"total": 42.5, "sku": "A1"}, "context": {{{Library}}},
           "userId": "u1", "messageId": "node-next-2"},
          {"integrations": {}, "type": "page",
           "properties": {"url": "https://ex.test/", "category": "Docs"}, "category": "Docs",
           "name": "Home", "context": {{{Library}}}, "userId": "u1", "messageId": "node-next-3"},
          {"type": "screen", "properties": {}, "name": "Main", "context": {{{Library}}},
           "anonymousId": "anon-1", "messageId": "node-next-4"},
          {"type": "group", "traits": {"name": "Acme"}, "groupId": "g1", "context": {{{Library}}},
           "userId": "u1", "messageId": "node-next-5"},
          {"userId": "u1", "type": "alias", "previousId": "anon-1", "context": {{{Library}}},
           "messageId": "node-next-6"}],
         "writeKey": "WK123", "sentAt": "2028-02-29T11:59:59.814Z"}
        """;
}
