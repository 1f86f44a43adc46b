using System.Text.Json.Nodes;
using Krewe.Api.Tests.Access;
using Krewe.Contracts.Events;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Krewe.Api.Tests.Events;

/// <summary>The data-collection call: whom it names, what it says, how it is answered.</summary>
public sealed class CollectionTests
{
    private const string Uuid = "22920112968019678612904394744954398990";
    private const string Gaid = "7d8cdd6c-5a19-4e6e-8b0a-1c4f4e9f0a11";

    [Theory]
    [InlineData("", "104")]
    [InlineData("&x=1", "104")]
    [InlineData("&d_cid=1", "300 104")]
    [InlineData("&d_cid=1%01", "300 104")]
    [InlineData("&d_cid=1%01a:b", "300 104")]
    [InlineData("&d_cid=1%01jane%40example.com", "300 104")]
    [InlineData("&d_cid=1%01u%017", "300 104")]
    [InlineData("&d_cid=99%01u", "302 104")]
    [InlineData("&d_cid=x%01u", "302 104")]
    [InlineData("&d_cid=0%01u", "302 104")]
    [InlineData("&d_cid_ic=nobody%01u", "302 104")]
    [InlineData("&d_cid=20914%01SHOUTED", "312 104")]
    [InlineData("&d_uuid=7", "102 104")]
    [InlineData("&d_mid=7", "101 104")]
    [InlineData("&d_cid=1%01%ff", "311")]
    [InlineData("&d_cid=1%01%zz", "311")]
    [InlineData("&d_cid=1%01u%", "311")]
    public async Task Call_that_names_nobody_is_answered_with_codes_and_without_data(
        string parameters, string codes)
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await GetAsync(sender, $"/event?d_rtbd=json{parameters}");

        var json = JsonNode.Parse(answer.Body)!;
        Assert.Equal(codes, Codes(json));
        Assert.Null(json["uuid"]);
        Assert.Equal(200, answer.Status);
        Assert.Equal(0, sender.Host.Intake.Calls);
        Assert.Equal(codes.Split(' ')[^1], Assert.Single(await sender.VerdictsAsync()).Verdict);
    }

    [Fact]
    public async Task Ids_beyond_three_of_a_data_source_and_ten_of_all_are_passed_over()
    {
        await using var sender = await EventSender.StartAsync();
        var three = JsonNode.Parse((await GetAsync(
            sender, $"/event?d_rtbd=json{Of(1, 4)}{Of(4, 1)}")).Body)!;
        var ten = JsonNode.Parse((await GetAsync(
            sender, $"/event?d_rtbd=json&d_uuid={Uuid}{Of(1, 3)}{Of(3, 3)}{Of(4, 3)}"
                + $"&d_cid=20914%01{Gaid}")).Body)!;

        Assert.Equal("310", Codes(three));
        Assert.Equal("301", Codes(ten));
        var counts = sender.Host.Intake.Events.Select(one => one.Identities.Length);
        Assert.Equal([4, 10], counts.ToArray());

        static string Of(int source, int count) => string.Concat(
            Enumerable.Range(0, count).Select(number => $"&d_cid={source}%01i-{number}"));
    }

    [Theory]
    [InlineData("d_cid=1%01c-1", "1/c-1?")]
    [InlineData("d_cid=1%01c-1%010", "1/c-1?")]
    [InlineData("d_cid=1%01c-1%011", "1/c-1!")]
    [InlineData("d_cid=1%01c-1%012", "1/c-1.")]
    [InlineData("d_cid_ic=crm%01c-1%011&d_cid_ic=loyal%01l%201", "1/c-1! 4/l 1?")]
    [InlineData("d_cid=1%01c-1&d_uuid=" + Uuid, "0/" + Uuid + "? 1/c-1?")]
    [InlineData("d_cid=20914%01" + Gaid + "&d_mid=" + Uuid, "0/" + Uuid + "? 20914/" + Gaid + "?")]
    [InlineData("d_dpid=1&d_dpuuid=c-1", "1/c-1?")]
    public async Task Call_names_people_and_devices(string parameters, string names)
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await GetAsync(sender, $"/event?{parameters}");

        Assert.Equal("image/gif", answer.Headers.ContentType);
        Assert.Equal(
            names,
            string.Join(' ', sender.Host.Intake.Events[0].Identities.Select(EventSender.Name)));
        Assert.False(sender.Host.Intake.WasAwaited);
    }

    [Fact]
    public async Task Everything_but_ids_is_a_signal_or_a_trait()
    {
        await using var sender = await EventSender.StartAsync();
        await GetAsync(
            sender,
            "/event?d_cid=1%01c-1%011&d_sid=10&d_sid=11,12,x&d_tdpid=4&c_make=A,B&p_age=23&"
            + "page%20=no&77=no&empty=&search=red+shoes&d_custom=1");

        var one = Assert.Single(sender.Host.Intake.Events);
        Assert.Equal(
            ["1/c-1! | c_make=A c_make=B p_age=23 search=red shoes d_custom=1 h_user-agent=Test/1"],
            sender.Lines());
        Assert.Equal([10, 11, 12], one.Traits.Select(trait => trait.Value).ToArray());
        Assert.Equal(new DataSourceId(4), one.Target);
        // A silo keeps what the framework says of each request out of its log.
        Assert.DoesNotContain(
            sender.Host.Log.Lines,
            line => line.Contains("p_age", StringComparison.Ordinal)
                && !line.StartsWith("scope ", StringComparison.Ordinal)
                && !line.StartsWith("Information: Request ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_for_json_waits_and_is_told_traits_and_segments()
    {
        await using var sender = await EventSender.StartAsync();
        sender.Host.Intake.Answer = new EventVerdict(
            EventOutcome.Accepted, [new TraitId(10)], [new SegmentId(20)], default);
        var answer = await GetAsync(sender, $"/event?d_uuid={Uuid}&d_rtbd=json");

        var json = JsonNode.Parse(answer.Body)!.AsObject();
        var tid = json["tid"]!.GetValue<string>();
        Assert.Equal(8, Convert.FromBase64String(tid).Length);
        Assert.Equal(
            $$"""{"stuff":[],"uuid":"{{Uuid}}","dcs_region":0,"tid":"T","traits":[10],"""
            + "\"segments\":[20]}",
            answer.Body.Replace(
                $"\"tid\":{json["tid"]!.ToJsonString()}",
                "\"tid\":\"T\"",
                StringComparison.Ordinal));
        Assert.True(sender.Host.Intake.WasAwaited);
    }

    [Fact]
    public async Task Same_call_twice_counts_twice()
    {
        await using var sender = await EventSender.StartAsync();
        await GetAsync(sender, "/event?d_cid=1%01c-1");
        await GetAsync(sender, "/event?d_cid=1%01c-1");
        Assert.Equal(2, sender.Host.Intake.Events.Select(one => one.Id).Distinct().Count());
    }

    [Fact]
    public async Task Posted_form_is_read_as_the_query_is_and_answered_with_nothing()
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await sender.PostAsync(
            "/event?d_cid=1%01c-1", "c_make=A&d_sid=10", request =>
                request.ContentType = "application/x-www-form-urlencoded");
        Assert.Equal(204, answer.Status);
        Assert.Equal(["1/c-1? | c_make=A"], sender.Lines());

        var tooLong = await sender.PostAsync(
            "/event?d_cid=1%01c-1&d_rtbd=json", new string('x', 40_000));
        Assert.Equal((200, "311"), (tooLong.Status, Codes(JsonNode.Parse(tooLong.Body)!)));
        Assert.Single(sender.Host.Intake.Events);
    }

    [Theory]
    [InlineData("done", "/**/done(")]
    [InlineData("a.b.$c_1", "/**/a.b.$c_1(")]
    [InlineData("alert(1)//", "{")]
    [InlineData("a%0d%0aX-Evil:%201", "{")]
    [InlineData("<script>", "{")]
    [InlineData("1a", "{")]
    [InlineData("", "{")]
    public async Task Answer_is_handed_to_a_function_only_by_a_name_of_one(
        string name, string start)
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await GetAsync(
            sender, $"/event?d_cid=1%01c-1&d_rtbd=json&d_cb={name}");
        Assert.StartsWith(start, answer.Body);
        Assert.Equal("nosniff", answer.Headers.XContentTypeOptions);
        Assert.False(answer.Headers.ContainsKey("X-Evil"));
    }

    [Theory]
    [InlineData("/event?d_optout=1&d_cid=1%01c-1&d_sid=10&x=1")]
    [InlineData("/demoptout?d_cid=1%01c-1")]
    [InlineData("/demoptout.jpg?d_cid_ic=crm%01c-1")]
    public async Task Opting_out_is_an_event_that_says_nothing_else(string path)
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await GetAsync(sender, path + "&d_rtbd=json");

        var one = Assert.Single(sender.Host.Intake.Events);
        Assert.Equal(LiveEventKind.OptOut, one.Kind);
        Assert.Null(one.Signals);
        Assert.Empty(one.Traits);
        var json = JsonNode.Parse(answer.Body)!;
        Assert.Equal("171", Codes(json));
        Assert.Null(json["uuid"]);
    }

    [Fact]
    public async Task Who_has_opted_out_is_answered_so()
    {
        await using var sender = await EventSender.StartAsync();
        sender.Host.Intake.Answer =
            new EventVerdict(EventOutcome.Accepted, [], [new SegmentId(20)], default)
            {
                IsOptedOut = true,
            };
        var json = JsonNode.Parse(
            (await GetAsync(sender, $"/event?d_uuid={Uuid}&d_rtbd=json")).Body)!;
        Assert.Equal("171", Codes(json));
        Assert.Null(json["segments"]);
    }

    [Fact]
    public async Task Full_journal_is_answered_with_when_to_come_again()
    {
        await using var sender = await EventSender.StartAsync();
        sender.Host.Intake.Room = 0;
        var answer = await GetAsync(sender, "/event?d_cid=1%01c-1");
        Assert.Equal((429, "2"), (answer.Status, answer.Headers.RetryAfter.ToString()));
    }

    [Theory]
    [InlineData("/ibs:dpid=1&dpuuid=c-1", "1/c-1?")]
    [InlineData("/ibs:dpid=1&dpuuid=c%26d%2Fe%3D%3D", "1/c&d/e==?")]
    [InlineData("/ibs:dpid=1&dpuuid=c%201%2Bx&d_uuid=" + Uuid, "0/" + Uuid + "? 1/c 1+x?")]
    public async Task Pixel_of_an_id_sync_links(string path, string names)
    {
        await using var sender = await EventSender.StartAsync();
        var answer = await sender.Host.CallAsync("GET", "/", ApiHost.Elsewhere, request =>
        {
            request.Path = PathString.FromUriComponent(path);
            request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget = path;
            request.Headers["X-Api-Key"] = sender.Key.Text;
        });
        Assert.Equal("image/gif", answer.Headers.ContentType);
        Assert.Equal(
            names,
            string.Join(' ', sender.Host.Intake.Events[0].Identities.Select(EventSender.Name)));
    }

    private static Task<Answer> GetAsync(EventSender sender, string path) =>
        sender.Host.CallAsync("GET", path, ApiHost.Elsewhere, request =>
        {
            request.Headers["X-Api-Key"] = sender.Key.Text;
            request.Headers.UserAgent = "Test/1";
        });

    private static string Codes(JsonNode json) => string.Join(
        ' ', json["errors"]!.AsArray().Select(error => error!["code"]!.GetValue<int>()));
}
