using System.Collections.Immutable;
using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Events;

/// <summary>Takes tracking calls in, and keeps what became of each message.</summary>
internal sealed class TrackingDesk(
    IEventIntake intake, EventDirectories directories, VerdictLog log, TimeProvider time)
{
    private const string NoEventSource =
        "No event source of the workspace is for this API key, so nobody knows whose ids the "
        + "message carries: add one to eventSources in the workspace file.";

    /// <summary>Takes a body in that was checked.</summary>
    /// <returns>How long to wait before it is sent again; null: all of it was dealt with.</returns>
    public async Task<TimeSpan?> TakeAsync(
        BoundedBody body,
        TrackedEnvelope envelope,
        string call,
        HttpRequest request,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var received = TrackedRequest.Of(request, time.GetUtcNow());
        var directory = await directories.GetAsync(cancellationToken);
        var key = user.Caller()?.By.Name ?? "";
        if (directory.SourceOf(key) is not { } source)
        {
            log.Add(new EventAnswer(
                received.Received, null, "", call, VerdictCodes.NoEventSource, NoEventSource, []));
            return null;
        }

        var read = TrackedBatch.Read(
            body.Bytes, envelope, call, new TrackedEventReader(directory, source, received));
        IncomingEvent[] events = [.. read.Select(one => one.Event).OfType<IncomingEvent>()];
        var verdicts = events.Length == 0
            ? []
            : await intake.AcceptAsync(
                WorkspaceId.Main, events, isAwaited: false, cancellationToken);
        return Note(read, verdicts, source.Name, received.Received);
    }

    private TimeSpan? Note(
        List<TrackedEvent> read,
        ImmutableArray<EventVerdict> verdicts,
        string source,
        DateTimeOffset received)
    {
        TimeSpan? wait = null;
        var place = 0;
        foreach (var one in read)
        {
            var verdict = one.Event is null ? null : verdicts[place++];
            log.Add(new EventAnswer(
                received, source, one.MessageId, one.Type, one.Verdict, one.Note, [])
                .After(verdict));
            if (verdict is { Outcome: EventOutcome.Refused } refused)
            {
                var longest = wait ?? default;
                wait = refused.RetryAfter > longest ? refused.RetryAfter : longest;
            }
        }

        return wait;
    }
}
