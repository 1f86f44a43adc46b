using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Contracts.Events;

/// <summary>Takes live events in: finds the traits that they realize and hands them to the
/// journal.</summary>
public interface IEventIntake
{
    /// <summary>Takes events in; those that were are durable when it returns.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="events">As they came, in order; identities and times have been checked.</param>
    /// <param name="isAwaited">True: wait until the profiles have applied them, and tell what they
    /// are members of then.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>By place, what became of each.</returns>
    Task<ImmutableArray<EventVerdict>> AcceptAsync(
        WorkspaceId workspace,
        IReadOnlyList<IncomingEvent> events,
        bool isAwaited,
        CancellationToken cancellationToken);
}

/// <summary>An event as it came, for one call: nothing of it is kept but what it comes
/// to.</summary>
/// <remarks>
/// <para>Shape: <see cref="Identities"/> has 1 to <see cref="LiveEvent.IdentitiesMax"/>, each
/// once.</para>
/// </remarks>
public sealed record IncomingEvent
{
    /// <summary>Names the message among all of the workspace: a hash of where it came from and of
    /// the id that the sender gave it.</summary>
    public required ulong Id { get; init; }

    /// <summary>When it happened; a later time than now counts as now.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whom it names.</summary>
    public required ImmutableArray<DeclaredIdentity> Identities { get; init; }

    /// <summary>What it says, for the rules of traits; null: nothing.</summary>
    public SignalBuffer? Signals { get; init; }

    /// <summary>Traits that it names by number. Those that are not defined are passed over.
    /// </summary>
    public ImmutableArray<TraitId> Traits { get; init; } = [];

    /// <summary>Only traits of this data source are realized; null: of any.</summary>
    public DataSourceId? Target { get; init; }

    /// <summary>What it asks for.</summary>
    public LiveEventKind Kind { get; init; }

    /// <summary>What told of it.</summary>
    public Domain.Profiles.LinkSource By { get; init; } = Domain.Profiles.LinkSource.Event;
}

/// <summary>What became of an event.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Realized">The traits that it realized, ascending; also of a repeat.</param>
/// <param name="Segments">Where it was waited for: the segments that the identities it names are
/// members of, ascending.</param>
/// <param name="RetryAfter">Of one that was not taken in: how long to wait.</param>
public sealed record EventVerdict(
    EventOutcome Outcome,
    ImmutableArray<TraitId> Realized,
    ImmutableArray<SegmentId> Segments,
    TimeSpan RetryAfter)
{
    /// <summary>Where it was waited for: the identity that the profile is kept under.</summary>
    public IdentityKey? Profile { get; init; }

    /// <summary>Where it was waited for: an identity that it names has opted out.</summary>
    public bool IsOptedOut { get; init; }
}

/// <summary>What became of an event.</summary>
public enum EventOutcome
{
    /// <summary>It was taken in.</summary>
    Accepted = 0,

    /// <summary>It had been taken in before, and changed nothing.</summary>
    Repeated = 1,

    /// <summary>The journal is full: it was not taken in.</summary>
    Refused = 2,
}
