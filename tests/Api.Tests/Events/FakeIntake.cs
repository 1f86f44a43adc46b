using System.Collections.Immutable;
using Krewe.Contracts.Events;
using Krewe.Contracts.Workspaces;

namespace Krewe.Api.Tests.Events;

/// <summary>Takes events in and remembers them; knows repeats by their id, and can be
/// full.</summary>
internal sealed class FakeIntake : IEventIntake
{
    private readonly HashSet<ulong> _ids = [];

    public List<IncomingEvent> Events { get; } = [];

    public int Calls { get; private set; }

    public bool WasAwaited { get; private set; }

    /// <summary>How many more events it takes in.</summary>
    public int Room { get; set; } = int.MaxValue;

    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>What is said of events that are taken in.</summary>
    public EventVerdict Answer { get; set; } = new(EventOutcome.Accepted, [], [], default);

    /// <summary>Thrown in place of an answer.</summary>
    public Exception? Failure { get; set; }

    public Task<ImmutableArray<EventVerdict>> AcceptAsync(
        WorkspaceId workspace,
        IReadOnlyList<IncomingEvent> events,
        bool isAwaited,
        CancellationToken cancellationToken)
    {
        Assert.Equal(WorkspaceId.Main, workspace);
        Calls++;
        WasAwaited = isAwaited;
        if (Failure is not null)
        {
            throw Failure;
        }

        Events.AddRange(events);
        return Task.FromResult<ImmutableArray<EventVerdict>>([.. events.Select(Take)]);
    }

    private EventVerdict Take(IncomingEvent one)
    {
        if (Events.Count(known => known.Id == one.Id) > 1 && _ids.Contains(one.Id))
        {
            return Answer with { Outcome = EventOutcome.Repeated };
        }

        if (Room == 0)
        {
            return new EventVerdict(EventOutcome.Refused, [], [], RetryAfter);
        }

        Room--;
        _ids.Add(one.Id);
        return Answer;
    }
}
