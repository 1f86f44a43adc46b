using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Grains.Catalogs;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Events;

/// <summary>Finds the traits of events, hands them to the parts of the journal, and puts the
/// answers together.</summary>
/// <remarks>
/// Parts are called at once. Where one throws, others may have taken their events in: the caller
/// hands in all of them again, and each counts once.
/// </remarks>
internal sealed class EventIntake(
    IGrainFactory grains,
    ICatalogs catalogs,
    IOptions<IntakeOptions> options,
    TimeProvider time) : IEventIntake
{
    public async Task<ImmutableArray<EventVerdict>> AcceptAsync(
        WorkspaceId workspace,
        IReadOnlyList<IncomingEvent> events,
        bool isAwaited,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var catalog = await catalogs.GetAsync(workspace, versionMin: 0, cancellationToken);
        var traits = EventTraits.Of(catalog);
        var live = new LiveEvent[events.Count];
        var parts = new Dictionary<int, List<int>>();
        for (var place = 0; place < live.Length; place++)
        {
            live[place] = ToLive(events[place], traits);
            var part = IntakeParts.Of(live[place].Identities[0].Identity);
            if (!parts.TryGetValue(part, out var places))
            {
                parts.Add(part, places = []);
            }

            places.Add(place);
        }

        var verdicts = new EventVerdict[live.Length];
        var taken = await Task.WhenAll(parts.Select(pair => HandInAsync(
            workspace, pair.Key, pair.Value, live, catalog.Version, verdicts, cancellationToken)));
        if (isAwaited && await AreAppliedAsync(taken, cancellationToken))
        {
            await new EventStandings(grains, workspace)
                .AddToAsync(live, verdicts, options.Value.ProfileCallsMax, cancellationToken);
        }

        return [.. verdicts];
    }

    private LiveEvent ToLive(IncomingEvent incoming, EventTraits traits) => new()
    {
        Id = incoming.Id,
        At = Math.Min(incoming.At.ToUnixTimeSeconds(), time.GetUtcNow().ToUnixTimeSeconds()),
        Identities = incoming.Identities,
        Traits = traits.Realized(incoming),
        Kind = incoming.Kind,
        By = incoming.By,
    };

    private async Task<TakenPart> HandInAsync(
        WorkspaceId workspace,
        int part,
        List<int> places,
        LiveEvent[] live,
        long catalogVersion,
        EventVerdict[] verdicts,
        CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IIntakeGrain>(workspace.IntakeKey(part));
        var reply = await grain.AcceptAsync(
            [.. places.Select(place => live[place])], catalogVersion, cancellationToken);
        for (var index = 0; index < places.Count; index++)
        {
            var place = places[index];
            verdicts[place] = new EventVerdict(
                OutcomeOf(reply, index), live[place].Traits, [], reply.RetryAfter);
        }

        return new TakenPart(grain, reply.IsAccepted ? reply.Page : 0);
    }

    private static EventOutcome OutcomeOf(IntakeReply reply, int index) =>
        !reply.IsAccepted ? EventOutcome.Refused
        : !reply.Repeated.IsEmpty && reply.Repeated[index] ? EventOutcome.Repeated
        : EventOutcome.Accepted;

    // Events are taken in whatever comes: who waits too long, or for a part that is opened anew, is
    // told no more than that.
    private async Task<bool> AreAppliedAsync(
        TakenPart[] taken, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.AppliedWaitMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(
            deadline.Token, cancellationToken);
        try
        {
            await Task.WhenAll(taken
                .Where(part => part.Page > 0)
                .Select(part => part.Grain.WaitAsync(part.Page, either.Token)));
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private readonly record struct TakenPart(IIntakeGrain Grain, long Page);
}
