using System.Globalization;
using System.Text;
using Krewe.Api.Tests.Access;
using Krewe.Domain.Access;

namespace Krewe.Api.Tests.Events;

/// <summary>What is refused of tracking calls, and what becomes of the rest of a batch.</summary>
public sealed class TrackingRefusalTests
{
    private const int Megabyte = 1 << 20;

    [Theory]
    [InlineData("/v1/track", "")]
    [InlineData("/v1/track", "{")]
    [InlineData("/v1/track", "[]")]
    [InlineData("/v1/track", "{} {}")]
    [InlineData("/v1/track", "{\"event\": \"\xff\"")]
    [InlineData("/v1/batch", "{}")]
    [InlineData("/v1/batch", "{\"batch\": {}}")]
    [InlineData("/v1/import", "{\"batch\": 1}")]
    public async Task Body_that_is_not_what_it_should_be_is_refused(string path, string body)
    {
        await using var sender = await EventSender.StartAsync();
        Assert.Equal(400, (await sender.PostAsync(path, Encoding.Latin1.GetBytes(body))).Status);
        Assert.Equal(0, sender.Host.Intake.Calls);
    }

    [Fact]
    public async Task Event_that_is_nested_deeper_than_is_read_costs_the_rest_of_its_batch_nothing()
    {
        await using var sender = await EventSender.StartAsync();
        var deep = new string('[', 9_000) + new string(']', 9_000);
        var answer = await sender.PostAsync("/v1/batch", $$"""
            {"batch": [
                {"type": "track", "event": "a", "userId": "u", "properties": [{{deep}}] },
                {"type": "track", "event": "b", "userId": "u"}
            ]}
            """);
        Assert.Equal(200, answer.Status);
        Assert.Equal(2, sender.Host.Intake.Events.Count);
    }

    [Fact]
    public async Task Body_that_is_not_packed_as_it_says_is_refused()
    {
        await using var sender = await EventSender.StartAsync();
        foreach (var encoding in new[] { "gzip", "br" })
        {
            var answer = await sender.PostAsync(
                "/v1/track", Track(), request => request.Headers.ContentEncoding = encoding);
            Assert.Equal(400, answer.Status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_of_ten_megabytes_is_refused_also_where_its_length_is_not_said(
        bool isLengthSaid)
    {
        await using var sender = await EventSender.StartAsync();
        var body = Encoding.UTF8.GetBytes($"{{\"x\": \"{new string('a', 10 * Megabyte)}\"}}");
        var answer = await sender.PostAsync("/v1/batch", body, request =>
            request.ContentLength = isLengthSaid ? body.Length : null);

        Assert.Equal(400, answer.Status);
        Assert.Contains("longer than 4194304 bytes", answer.Body);
    }

    [Fact]
    public async Task Bomb_of_gzip_is_read_no_further_than_the_limit()
    {
        await using var sender = await EventSender.StartAsync();
        var bomb = EventSender.Packed(new byte[200 * Megabyte]);
        Assert.True(bomb.Length < 4 * Megabyte);
        using var sent = new MemoryStream(bomb);

        var answer = await sender.PostAsync("/v1/batch", bomb, request =>
        {
            request.Body = sent;
            request.Headers.ContentEncoding = "gzip";
        });

        Assert.Equal(400, answer.Status);
        Assert.InRange(sent.Position, 1, bomb.Length / 4);
    }

    [Fact]
    public async Task Nesting_without_end_is_refused_and_deep_nesting_is_passed_over()
    {
        await using var sender = await EventSender.StartAsync();
        Assert.Equal(400, (await sender.PostAsync("/v1/track", Nested(20_000))).Status);
        Assert.Equal(200, (await sender.PostAsync("/v1/track", Nested(200))).Status);

        Assert.Equal(["3/a-1? | type=track event=E kept=1"], sender.Lines());

        static string Nested(int depth) =>
            $"{{\"anonymousId\":\"a-1\",\"event\":\"E\",\"properties\":{{\"deep\":"
            + $"{new string('[', depth)}1{new string(']', depth)},\"kept\":1}}}}";
    }

    [Fact]
    public async Task Message_of_32_kilobytes_is_taken_and_one_byte_more_is_not()
    {
        await using var sender = await EventSender.StartAsync();
        var fits = Sized(32 * 1024);
        var over = Sized((32 * 1024) + 1);

        Assert.Equal(200, (await sender.PostAsync("/v1/track", fits)).Status);
        Assert.Equal(400, (await sender.PostAsync("/v1/track", over)).Status);
        var batch = $"{{\"batch\":[{over},{fits},{Track("m-9")}]}}";
        Assert.Equal(200, (await sender.PostAsync("/v1/batch", batch)).Status);

        Assert.Equal(
            ["ACCEPTED", "MESSAGE_TOO_LARGE", "REPEATED", "ACCEPTED"],
            (await sender.VerdictsAsync()).Select(one => one.Verdict).ToArray());

        static string Sized(int length)
        {
            var text = Track("m-1", "\"x\":\"\"");
            return Track("m-1", $"\"x\":\"{new string('a', length - text.Length)}\"");
        }
    }

    [Fact]
    public async Task Batch_of_2500_messages_is_taken_whole_and_the_rest_of_a_longer_one_is_not()
    {
        await using var sender = await EventSender.StartAsync();
        var messages = Enumerable.Range(1, 2_503).Select(number =>
            Track(string.Create(CultureInfo.InvariantCulture, $"m-{number}")));
        var answer = await sender.PostAsync(
            "/v1/batch", $"{{\"batch\":[{string.Join(',', messages)}]}}");

        Assert.Equal(200, answer.Status);
        Assert.Equal(2_500, sender.Host.Intake.Events.Count);
        var last = (await sender.VerdictsAsync())[^1];
        Assert.Equal("TOO_MANY_EVENTS", last.Verdict);
        Assert.Contains("has 3 messages more than the 2500", last.Note);
    }

    [Fact]
    public async Task Bad_messages_of_a_batch_keep_no_other_out()
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await sender.PostAsync(
            "/v1/batch",
            """
            {"batch": [
              1,
              {"messageId": "m-1", "userId": "u-1"},
              {"messageId": "m-2", "type": "explode", "userId": "u-1"},
              {"messageId": "m-3", "type": "track", "userId": "u-1"},
              {"messageId": "m-4", "type": "track", "event": "E"},
              {"messageId": "m-5", "type": "track", "event": "E", "userId": "jane@example.com"},
              {"messageId": "m-6", "type": "track", "event": "E", "userId": "null"},
              {"messageId": "m-7", "type": "track", "event": "E", "userId": "a:b"},
              {"messageId": "m-8", "type": "track", "event": "E", "userId": {"a": 1}},
              {"messageId": "m-9", "type": "track", "event": "E", "userId": "u-1"}
            ]}
            """);

        Assert.Equal((200, """{"success":true}"""), (answer.Status, answer.Body));
        Assert.Equal(["1/u-1! | type=track event=E"], sender.Lines());
        Assert.Equal(
            [
                " BAD_MESSAGE", "m-1 UNKNOWN_TYPE", "m-2 UNKNOWN_TYPE", "m-3 NO_EVENT_NAME",
                "m-4 NO_IDENTITY", "m-5 PII_IDENTIFIER", "m-6 INVALID_IDENTITY",
                "m-7 INVALID_IDENTITY", "m-8 NO_IDENTITY", "m-9 ACCEPTED",
            ],
            (await sender.VerdictsAsync())
                .Select(one => $"{one.MessageId} {one.Verdict}")
                .ToArray());
    }

    [Fact]
    public async Task Nothing_personal_is_in_verdicts_logs_or_answers()
    {
        await using var sender = await EventSender.StartAsync();
        var bodies = new List<string>();
        foreach (var field in new[] { "userId", "anonymousId", "messageId", "type", "x@y.example" })
        {
            bodies.Add((await sender.PostAsync(
                "/v1/batch",
                $"{{\"batch\":[{{\"type\":\"track\",\"event\":\"jane@mail.example\","
                + $"\"userId\":\"u\",\"traits\":{{\"email\":\"jane@mail.example\","
                + $"\"phone\":\"+15550100123\"}},\"{field}\":\"jane@mail.example\"}}]}}")).Body);
        }

        bodies.Add((await sender.Host.CallAsync("GET", "/v1/events", sender.Key)).Body);
        Assert.NotEmpty(sender.Host.Log.Lines);
        Assert.All(bodies.Concat(sender.Host.Log.Lines), text =>
        {
            Assert.DoesNotContain("jane@", text);
            Assert.DoesNotContain("5550100123", text);
        });
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""[{"name": "Shop", "users": 1, "anonymous": 3, "keys": ["shop"]}]""")]
    public async Task Caller_that_no_event_source_is_for_is_told_so_where_verdicts_are(
        string sources)
    {
        await using var sender = await EventSender.StartAsync(sources: sources);
        Assert.Equal(200, (await sender.PostAsync("/v1/track", Track())).Status);

        var verdict = Assert.Single(await sender.VerdictsAsync());
        Assert.Equal("NO_EVENT_SOURCE", verdict.Verdict);
        Assert.Contains("add one to eventSources", verdict.Note);
        Assert.Equal(0, sender.Host.Intake.Calls);
    }

    [Fact]
    public async Task Full_journal_is_answered_with_when_to_come_again()
    {
        await using var sender = await EventSender.StartAsync();
        sender.Host.Intake.Room = 1;
        sender.Host.Intake.RetryAfter = TimeSpan.FromMilliseconds(2_100);
        var batch = $"{{\"batch\":[{Track("m-1")},{Track("m-2")}]}}";

        var answer = await sender.PostAsync("/v1/batch", batch);

        Assert.Equal(429, answer.Status);
        Assert.Equal("3", answer.Headers.RetryAfter);
        var reset = sender.Host.Time.GetUtcNow().ToUnixTimeSeconds() + 3;
        Assert.Equal(
            reset.ToString(CultureInfo.InvariantCulture), answer.Headers["X-RateLimit-Reset"]);
        Assert.Equal("*", answer.Headers.AccessControlAllowOrigin);

        sender.Host.Intake.Room = 9;
        Assert.Equal(200, (await sender.PostAsync("/v1/batch", batch)).Status);
        Assert.Equal(
            ["m-1 ACCEPTED", "m-2 JOURNAL_FULL", "m-1 REPEATED", "m-2 ACCEPTED"],
            (await sender.VerdictsAsync())
                .Select(one => $"{one.MessageId} {one.Verdict}")
                .ToArray());
    }

    [Fact]
    public async Task Intake_that_fails_is_answered_so_that_clients_send_again()
    {
        await using var sender = await EventSender.StartAsync();
        sender.Host.Intake.Failure = new TimeoutException("No silo answers.");
        Assert.Equal(500, (await sender.PostAsync("/v1/track", Track())).Status);
    }

    [Fact]
    public async Task Caller_without_a_key_or_with_a_wrong_one_or_of_another_role_is_refused()
    {
        await using var sender = await EventSender.StartAsync();
        var marketer = sender.Host.MakeKey(Role.Marketer);
        (string? Header, string Body, int Status)[] calls =
        [
            (null, "{}", 401),
            (null, """{"writeKey": "nonsense"}""", 401),
            (null, $$"""{"writeKey": "{{ApiHost.NewSecret().Text}}"}""", 401),
            (EventSender.BasicOf("nonsense"), "{}", 401),
            (EventSender.BasicOf(ApiHost.NewSecret().Text), "{}", 401),
            (EventSender.BasicOf(marketer.Text), "{}", 403),
            (null, $$"""{"writeKey": "{{marketer.Text}}"}""", 403),
        ];
        foreach (var (header, body, status) in calls)
        {
            var answer = await sender.PostAsync("/v1/track", body, request =>
                request.Headers.Authorization = header);
            Assert.True(answer.Status == status, $"{header} {body}: {answer.Status}");
        }

        Assert.Equal(0, sender.Host.Intake.Calls);
    }

    private static string Track(string messageId = "m-1", string more = "") =>
        $"{{\"type\":\"track\",\"event\":\"E\",\"anonymousId\":\"a-1\","
        + $"\"messageId\":\"{messageId}\",\"properties\":{{{more}}}}}";
}
