using System.Text.Json.Nodes;
using Krewe.Api.Tests.Graph;
using Krewe.Contracts.Events;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Api.Tests.Events;

/// <summary>Events that come through the graph, and their receipts.</summary>
public sealed class IngestEventsTests
{
    private const string Shown =
        "receipts { eventId accepted duplicate reason profileId realized }";

    [Fact]
    public async Task More_than_a_thousand_events_are_refused_and_that_is_written_down()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        var fits = string.Concat(Enumerable.Repeat(Event("crm", "c-1"), 1_000));
        var refusals = await caller.RefusalsAsync(
            "ingestEvents", $"events: [{fits}{Event("crm", "c-1")}]");

        Assert.Equal(["LIMIT_REACHED 1000"], refusals);
        Assert.Equal(0, caller.Host.Intake.Calls);
        Assert.EndsWith("event.ingest profile  Refused", caller.Host.Audit.Lines[^1]);
    }

    [Theory]
    [InlineData("nobody", "c-1", "", "An identity has a namespace that no data source has")]
    [InlineData("1", "jane@example.com", "", "The id is an e-mail address in the clear.")]
    [InlineData("1", "", "", "The id is a placeholder")]
    [InlineData("GAID", "x", "", "expected a UUID in lower case")]
    [InlineData("1", "c-1", "signals: [1]", "The signals are not an object")]
    public async Task Event_that_cannot_be_taken_has_a_receipt_that_says_why(
        string name, string value, string more, string reason)
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        var receipts = await IngestAsync(
            caller, Event(name, value, more) + Event("1", "c-2", id: "e-2"));

        Assert.False(receipts[0]!["accepted"]!.GetValue<bool>());
        Assert.Contains(reason, receipts[0]!["reason"]!.GetValue<string>());
        Assert.True(receipts[1]!["accepted"]!.GetValue<bool>());
        Assert.Equal(
            "1/c-2? | type=visit", EventSender.Line(Assert.Single(caller.Host.Intake.Events)));
    }

    [Fact]
    public async Task Full_journal_is_a_receipt_that_says_when_to_send_again()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        caller.Host.Intake.Room = 0;
        var receipt = (await IngestAsync(caller, Event("1", "c-1")))[0]!;
        Assert.False(receipt["accepted"]!.GetValue<bool>());
        Assert.EndsWith("Send it again in 2 s.", receipt["reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("", "1/c-1?")]
    [InlineData("authenticated: true", "1/c-1!")]
    [InlineData("authenticated: false", "1/c-1.")]
    public async Task Event_says_whether_the_person_is_logged_in(string more, string name)
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        await IngestAsync(caller, Event("1", "c-1", more));
        Assert.Equal(
            name, EventSender.Name(caller.Host.Intake.Events[0].Identities[0]));
    }

    [Fact]
    public async Task Receipts_come_in_order_with_the_profile_and_its_segments()
    {
        await using var caller = await GraphCaller.StartAsync(Role.Ingest);
        var profile = new IdentityKey(new DataSourceId(1), IdentityValue.Parse("c-1"));
        caller.Host.Intake.Answer = new EventVerdict(
            EventOutcome.Accepted, [new TraitId(10)], [new SegmentId(20)], default)
        {
            Profile = profile,
        };
        var receipts = await IngestAsync(
            caller,
            Event("1", "c-1", "signals: { page: \"shoes\", deep: { a: [1, true] } }, "
                + "traitSids: [10, 99999999999]") + Event("1", "c-1"));

        Assert.Equal(
            ["e-1 true false [20]", "e-1 true true [20]"],
            receipts.Select(one => $"{one!["eventId"]} {one["accepted"]!.ToJsonString()} "
                + $"{one["duplicate"]!.ToJsonString()} {one["realized"]!.ToJsonString()}")
                .ToArray());
        using var handles = new ProfileHandles(new ProfileHandleSecret
        {
            Bytes = [.. new byte[ProfileHandleSecret.LengthBytes]],
        });
        Assert.Equal(
            GraphCaller.Id("Profile", handles.Seal(profile)),
            receipts[0]!["profileId"]!.GetValue<string>());
        var one = caller.Host.Intake.Events[0];
        Assert.Equal("1/c-1? | type=visit page=shoes deep_a=1 deep_a=true", EventSender.Line(one));
        Assert.Equal([new TraitId(10)], one.Traits.ToArray());
        Assert.Equal(LinkSource.Api, one.By);
        Assert.True(caller.Host.Intake.WasAwaited);
    }

    private static async Task<JsonArray> IngestAsync(GraphCaller caller, string events) =>
        (await caller.MutateAsync("ingestEvents", $"events: [{events}]", Shown))["receipts"]!
            .AsArray();

    private static string Event(
        string name, string value, string more = "", string id = "e-1") =>
        $"{{ eventId: \"{id}\", type: \"visit\", occurredAt: \"2028-02-29T11:00:00Z\", "
        + $"identities: [{{ namespace: \"{name}\", value: \"{value}\" }}] {more} }} ";
}
