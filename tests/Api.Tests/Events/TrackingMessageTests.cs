namespace Krewe.Api.Tests.Events;

/// <summary>What is made of a message: whom it names, when it happened, which one it is.</summary>
public sealed class TrackingMessageTests
{
    [Theory]
    [InlineData("\"anonymousId\":\"a\",\"userId\":\"u\"", "3/a? 1/u!")]
    [InlineData("\"userId\":\"u\"", "1/u!")]
    [InlineData("\"userId\":7", "1/7!")]
    [InlineData("\"userId\":\"u\",\"anonymousId\":\"\"", "1/u!")]
    [InlineData("\"userId\":\"undefined\",\"anonymousId\":\"a\"", "3/a?")]
    [InlineData("\"userId\":\"\\u0075\"", "1/u!")]
    [InlineData("\"userId\":\"\\ud800\",\"anonymousId\":\"a\"", "3/a?")]
    [InlineData(
        "\"userId\":\"u\",\"context\":{\"device\":{\"type\":\"Android\","
            + "\"advertisingId\":\"7D8CDD6C-5A19-4E6E-8B0A-1C4F4E9F0A11\"}}",
        "20914/7d8cdd6c-5a19-4e6e-8b0a-1c4f4e9f0a11? 1/u!")]
    [InlineData(
        "\"userId\":\"u\",\"context\":{\"device\":{\"type\":\"ios\","
            + "\"advertisingId\":\"7d8cdd6c-5a19-4e6e-8b0a-1c4f4e9f0a11\"}}",
        "20915/7D8CDD6C-5A19-4E6E-8B0A-1C4F4E9F0A11? 1/u!")]
    [InlineData(
        "\"userId\":\"u\",\"context\":{\"device\":{\"type\":\"ios\",\"adTrackingEnabled\":false,"
            + "\"advertisingId\":\"7d8cdd6c-5a19-4e6e-8b0a-1c4f4e9f0a11\"}}",
        "1/u!")]
    [InlineData(
        "\"userId\":\"u\",\"context\":{\"device\":{\"type\":\"ios\","
            + "\"advertisingId\":\"00000000-0000-0000-0000-000000000000\"}}",
        "1/u!")]
    [InlineData(
        "\"userId\":\"u\",\"context\":{\"externalIds\":[{\"id\":\"l-1\",\"type\":\"loyal\"},"
            + "{\"id\":\"x\",\"type\":\"nobody\"},{\"id\":\"c-1\",\"type\":\"crm\"}]}",
        "1/u! 4/l-1? 1/c-1?")]
    public async Task Message_names_devices_before_people(string members, string names)
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await sender.PostAsync("/v1/track", $"{{\"event\":\"E\",{members}}}");
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            names,
            string.Join(' ', sender.Host.Intake.Events[0].Identities.Select(EventSender.Name)));
    }

    [Fact]
    public async Task Address_is_hashed_where_it_is_wanted_and_dropped_elsewhere()
    {
        const string Body = """{"userId":"u","traits":{"email":"jane@example.com","a":"b"}}""";
        await using var hashing = await EventSender.StartAsync();
        await hashing.PostAsync("/v1/identify", Body);
        await hashing.PostAsync("/v1/group", Body);
        await using var dropping = await EventSender.StartAsync(
            sources: """[{"name": "W", "users": 1, "anonymous": 3}]""");
        await dropping.PostAsync("/v1/identify", Body);

        Assert.Equal(
            [
                "1/u! 2/8c87b489ce35cf2e2f39f80e282cb2e804932a56a213983eeeb428407d43b52d! | "
                    + "type=identify a=b",
                "1/u! | type=group a=b",
            ],
            hashing.Lines());
        Assert.Equal(["1/u! | type=identify a=b"], dropping.Lines());
    }

    [Theory]
    [InlineData(null, null, 0, false)]
    [InlineData("2028-02-29T11:00:00Z", null, -3_600, false)]
    [InlineData("2028-02-29 11:00:00", null, -3_600, false)]
    [InlineData("2028-02-29T09:00:00Z", "2028-02-29T10:00:00Z", -3_600, false)]
    [InlineData("2028-02-29T14:00:00Z", "2028-02-29T15:00:00Z", -3_600, false)]
    [InlineData("2028-02-29T13:00:00Z", null, 0, false)]
    [InlineData("2028-02-29T13:00:00Z", "2028-02-29T12:59:00Z", 0, false)]
    [InlineData("1970-01-01T00:00:00Z", null, 0, true)]
    [InlineData("yesterday", null, 0, true)]
    public async Task Time_is_counted_back_by_the_clock_of_the_sender(
        string? timestamp, string? sentAt, int seconds, bool isNoted)
    {
        await using var sender = await EventSender.StartAsync();
        await sender.PostAsync(
            "/v1/batch",
            $"{{\"batch\":[{{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\","
            + $"\"timestamp\":\"{timestamp}\"}}],\"sentAt\":\"{sentAt}\"}}");

        Assert.Equal(
            sender.Host.Time.GetUtcNow().AddSeconds(seconds), sender.Host.Intake.Events[0].At);
        Assert.Equal(isNoted, (await sender.VerdictsAsync())[0].Note is not null);
    }

    [Fact]
    public async Task Message_that_is_sent_again_is_the_same_one()
    {
        await using var sender = await EventSender.StartAsync();
        await sender.PostAsync("/v1/batch", Batch("2028-02-29T11:59:00Z"));
        sender.Host.Time.Advance(TimeSpan.FromSeconds(3));
        await sender.PostAsync("/v1/batch", Batch("2028-02-29T11:59:03Z"), request =>
            request.Headers["X-Retry-Count"] = "1");

        var events = sender.Host.Intake.Events;
        Assert.Equal(events[0].Id, events[1].Id);
        Assert.Equal(events[0].Identities[0], events[1].Identities[0]);
        Assert.Equal(events[0].At, events[1].At);
        Assert.Equal(
            ["ACCEPTED", "REPEATED"],
            (await sender.VerdictsAsync()).Select(one => one.Verdict).ToArray());

        static string Batch(string sentAt) =>
            "{\"batch\":[{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"anonymousId\":"
            + "\"a\",\"messageId\":\"m-1\",\"timestamp\":\"2028-02-29T11:58:00Z\"}],"
            + $"\"sentAt\":\"{sentAt}\"}}";
    }

    [Fact]
    public async Task Messages_are_told_apart_by_source_and_those_without_an_id_by_their_text()
    {
        await using var sender = await EventSender.StartAsync(
            sources: """
                [{"name": "Website", "users": 1, "anonymous": 3, "keys": ["web"]},
                 {"name": "App", "users": 1, "anonymous": 3}]
                """);
        var app = sender.Host.MakeKey(Domain.Access.Role.Ingest, "app");
        foreach (var key in new[] { sender.Key, app })
        {
            foreach (var body in new[] { "\"messageId\":\"m-1\"", "\"x\":1", "\"x\":2" })
            {
                await sender.PostAsync(
                    "/v1/track", $"{{\"event\":\"E\",\"userId\":\"u\",{body}}}", request =>
                        request.Headers.Authorization = EventSender.BasicOf(key.Text));
            }
        }

        Assert.Equal(6, sender.Host.Intake.Events.Select(one => one.Id).Distinct().Count());
        Assert.Equal(
            ["Website", "Website", "Website", "App", "App", "App"],
            (await sender.VerdictsAsync()).Select(one => one.Source ?? "").ToArray());
        Assert.Equal(3, (await sender.VerdictsAsync("?source=App")).Length);
        Assert.Empty(await sender.VerdictsAsync("?verdict=REPEATED"));
        Assert.Equal("App", Assert.Single(await sender.VerdictsAsync("?first=1")).Source);
    }
}
