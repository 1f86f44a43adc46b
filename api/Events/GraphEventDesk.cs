using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Krewe.Api.Access;
using Krewe.Api.Profiles;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;

namespace Krewe.Api.Events;

/// <summary>Takes events in that come through the graph, and waits until their profiles have
/// applied them.</summary>
internal sealed class GraphEventDesk(
    IEventIntake intake,
    EventDirectories directories,
    ProfileReader profiles,
    VerdictLog log,
    TimeProvider time)
{
    /// <summary>Events of one call.</summary>
    public const int EventsMax = 1_000;

    private const string Door = "/graphql";
    private const int SignalBytesMax = 32 * 1024;

    private const string AttributesNote =
        "Attributes are not kept yet: send what rules are to read as signals.";

    // Messages of other doors have other numbers, whatever they are called.
    private const ulong Place = 0x6772_6170_6821_2121;

    /// <summary>Takes events in.</summary>
    /// <returns>A receipt for each, in order.</returns>
    public async Task<IReadOnlyList<EventReceipt>> TakeAsync(
        IReadOnlyList<EventInput> events,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var directory = await directories.GetAsync(cancellationToken);
        var now = time.GetUtcNow();
        var place = StableHash.Mix(Place, StableHash.Of(user.Caller()?.By.Name ?? ""));
        Reading[] read = [.. events.Select(one => Read(one, directory, place, now))];
        IncomingEvent[] sound = [.. read.Select(one => one.Event).OfType<IncomingEvent>()];
        var verdicts = sound.Length == 0
            ? []
            : await intake.AcceptAsync(
                WorkspaceId.Main, sound, isAwaited: true, cancellationToken);
        var handles = await profiles.HandlesAsync(cancellationToken);
        return Receipts(events, read, verdicts, handles, now);
    }

    private static Reading Read(
        EventInput input, EventDirectory directory, ulong place, DateTimeOffset now)
    {
        var who = new IdentityList();
        var fault = input.EventId.Length == 0
            ? "The eventId is empty: give each event its own."
            : Identify(input, directory, who);
        if (fault is not null)
        {
            return new Reading(null, fault);
        }

        var signals = new SignalBuffer();
        if (!TryAddSignals(input, signals))
        {
            return new Reading(null, string.Create(
                CultureInfo.InvariantCulture,
                $"The signals are not an object, or have more than {SignalBytesMax} bytes."));
        }

        var at = EventTime.Of(now, sent: null, input.OccurredAt);
        var happened = new IncomingEvent
        {
            Id = StableHash.Mix(place, StableHash.Of(input.EventId)),
            At = at.At,
            Identities = who.ToArray(),
            Signals = signals,
            Traits = TraitsOf(input),
            By = LinkSource.Api,
        };
        return new Reading(
            happened,
            !at.IsKnown ? "It happened more than three years ago, and counts as happening now."
                : HasAny(input.Attributes) ? AttributesNote
                : null);
    }

    private static string? Identify(
        EventInput input, EventDirectory directory, IdentityList who)
    {
        if (input.Identities.Count is 0 or > LiveEvent.IdentitiesMax)
        {
            return $"An event names 1 to {LiveEvent.IdentitiesMax} identities.";
        }

        foreach (var identity in input.Identities)
        {
            if (directory.Definitions.FindNamespace(identity.Namespace) is not { } found
                || directory.Find(found.Key) is not { } known)
            {
                return "An identity has a namespace that no data source has: the query "
                    + "dataSources lists them.";
            }

            var value = Encoding.UTF8.GetBytes(identity.Value);
            if (who.Add(known.Rules, value, StateOf(known, input)) != LineFault.None)
            {
                return who.Fault;
            }
        }

        return null;
    }

    private static AuthenticationState StateOf(EventDirectory.Known known, EventInput input) =>
        (known.IsOfPeople, input.Authenticated) switch
        {
            (true, true) => AuthenticationState.Authenticated,
            (true, false) => AuthenticationState.LoggedOut,
            _ => AuthenticationState.Unknown,
        };

    private static bool TryAddSignals(EventInput input, SignalBuffer signals)
    {
        if (input.Type.Length > 0)
        {
            signals.Add("type"u8, Encoding.UTF8.GetBytes(input.Type));
        }

        if (!HasAny(input.Signals))
        {
            return true;
        }

        var json = Encoding.UTF8.GetBytes(input.Signals!.Value.GetRawText());
        if (input.Signals.Value.ValueKind is not JsonValueKind.Object
            || json.Length > SignalBytesMax)
        {
            return false;
        }

        JsonSignals.Add(json, [], signals);
        return true;
    }

    private static bool HasAny(JsonElement? element) =>
        element is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) };

    private static ImmutableArray<TraitId> TraitsOf(EventInput input) =>
    [
        .. (input.TraitSids ?? [])
            .Where(sid => sid is > 0 and <= int.MaxValue)
            .Select(sid => new TraitId((int)sid))
            .Take(JsonSignals.SignalsMax),
    ];

    private EventReceipt[] Receipts(
        IReadOnlyList<EventInput> events,
        Reading[] read,
        ImmutableArray<EventVerdict> verdicts,
        ProfileHandles handles,
        DateTimeOffset now)
    {
        var receipts = new EventReceipt[events.Count];
        var next = 0;
        for (var place = 0; place < receipts.Length; place++)
        {
            var verdict = read[place].Event is null ? null : verdicts[next++];
            receipts[place] = Receipt(events[place], read[place], verdict, handles);
            log.Add(new EventAnswer(
                now,
                Door,
                PersonalData.Excerpt(events[place].EventId),
                "event",
                VerdictCodes.BadMessage,
                receipts[place].Reason,
                []).After(verdict));
        }

        return receipts;
    }

    private static EventReceipt Receipt(
        EventInput input, Reading reading, EventVerdict? verdict, ProfileHandles handles) =>
        verdict switch
        {
            null => new(input.EventId, false, false, reading.Note, null, []),
            { Outcome: EventOutcome.Refused } => new(
                input.EventId,
                false,
                false,
                "More events come than can be written down. Send it again in "
                    + string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Math.Max(1, Math.Ceiling(verdict.RetryAfter.TotalSeconds))} s."),
                null,
                []),
            _ => new(
                input.EventId,
                true,
                verdict.Outcome == EventOutcome.Repeated,
                reading.Note,
                verdict.Profile is { } profile ? handles.Seal(profile) : null,
                [.. verdict.Segments.Select(segment => (long)segment.Value)]),
        };

    private sealed record Reading(IncomingEvent? Event, string? Note);
}
