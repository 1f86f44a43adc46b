using System.Collections.Immutable;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;

namespace Krewe.Contracts.Events;

/// <summary>A part of the journal of live events: takes them in for good, then has their profiles
/// apply them, each once and in order. Key: <see cref="Workspaces.WorkspaceId.IntakeKey"/>.
/// </summary>
/// <remarks>
/// <para>Shape: an event belongs to the part that <see cref="IntakeParts.Of"/> says for its first
/// identity.</para>
/// </remarks>
[Alias("intake")]
public interface IIntakeGrain : IGrainWithStringKey
{
    /// <summary>Takes events in, all or none; durable when it returns that they are.</summary>
    /// <param name="events">What happened.</param>
    /// <param name="catalogVersion">The definitions that they were read under.</param>
    /// <param name="cancellationToken">Stops waiting; the events may be taken in all the
    /// same.</param>
    [Alias("accept"), AlwaysInterleave]
    Task<IntakeReply> AcceptAsync(
        ImmutableArray<LiveEvent> events,
        long catalogVersion,
        CancellationToken cancellationToken);

    /// <summary>Waits until the profiles have applied everything up to a page, but for what is set
    /// aside, and all that came of it is durable.</summary>
    [Alias("wait"), AlwaysInterleave]
    Task WaitAsync(long page, CancellationToken cancellationToken);

    /// <summary>How far it is. Asking goes on with what was left when a silo died.</summary>
    [Alias("get-status"), AlwaysInterleave]
    ValueTask<IntakeStatus> GetStatusAsync(CancellationToken cancellationToken);
}

/// <summary>What became of events that were handed in.</summary>
[GenerateSerializer, Immutable, Alias("intake-reply")]
public sealed record IntakeReply
{
    /// <summary>False: the journal is full and nothing was taken in; try again after
    /// <see cref="RetryAfter"/>.</summary>
    [Id(0)]
    public required bool IsAccepted { get; init; }

    /// <summary>How long to wait before trying again.</summary>
    [Id(1)]
    public TimeSpan RetryAfter { get; init; }

    /// <summary>By place: true of an event that had been taken in before. Empty: none.</summary>
    [Id(2)]
    public ImmutableArray<bool> Repeated { get; init; } = [];

    /// <summary>The last page that holds one of the events, or held one that is a repeat.
    /// </summary>
    [Id(3)]
    public long Page { get; init; }
}

/// <summary>How far a part of the journal is.</summary>
/// <remarks><para>Units: <see cref="Waiting"/> counts events that are durable and not applied yet;
/// <see cref="Remembered"/> counts ids of messages.</para></remarks>
[GenerateSerializer, Immutable, Alias("intake-status")]
public sealed record IntakeStatus
{
    /// <summary>Events accepted that are not applied yet.</summary>
    [Id(0)]
    public int Waiting { get; init; }

    /// <summary>Pages accepted so far.</summary>
    [Id(1)]
    public long Page { get; init; }

    /// <summary>Ids remembered, to know repeats by.</summary>
    [Id(2)]
    public int Remembered { get; init; }

    /// <summary>Events accepted that their profiles did not take again and again: they are set
    /// aside, and tried once a minute.</summary>
    [Id(3)]
    public int Held { get; init; }
}

/// <summary>Into how many parts the journal is divided.</summary>
public static class IntakeParts
{
    /// <summary>It never changes: an identity's events stay with their part.</summary>
    public const int Count = 32;

    /// <summary>The part that takes in the events that name an identity first.</summary>
    public static int Of(IdentityKey identity) =>
        StableHash.Bucket(identity.StableHashCode(), Count);
}
