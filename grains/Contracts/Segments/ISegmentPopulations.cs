using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Contracts.Segments;

/// <summary>How many members the segments of a workspace have and how many hold its traits: a count
/// from memory that may be asked for with every request.</summary>
/// <remarks>
/// <para>Shape: a walk over all profiles counts for every segment at once. Who asks gets the last
/// count; if it is older than a second and than twenty times as long as its walk took, the next
/// walk begins behind the answer; if it is older than two seconds as well, whoever asks waits for
/// that walk, until a second after it began. So a small store is counted nearly live, and a large
/// one is walked for less than a twentieth of the time. Who asks first waits for the first
/// walk.</para>
/// <para>Every silo of a cluster counts for itself: two silos may answer with counts of different
/// instants.</para>
/// <para>Errors: what the first walk throws, whoever waited for it gets; the next one to ask starts
/// another. A later walk that fails leaves the last count standing.</para>
/// </remarks>
public interface ISegmentPopulations
{
    /// <summary>The last count.</summary>
    ValueTask<SegmentPopulations> GetAsync(
        WorkspaceId workspace, CancellationToken cancellationToken);
}

/// <summary>The members of all segments at an instant.</summary>
/// <param name="AsOf">When the walk began that counted them.</param>
/// <param name="Segments">By segment. One that was defined since is not there: it has none yet.
/// </param>
/// <param name="Shareable">By destination: the different identifiers announced to it for any
/// segment.</param>
public sealed record SegmentPopulations(
    DateTimeOffset AsOf,
    ImmutableDictionary<SegmentId, SegmentFigures> Segments,
    ImmutableDictionary<DestinationId, long> Shareable)
{
    /// <summary>By trait; one that nobody holds is not there.</summary>
    public ImmutableDictionary<TraitId, TraitFigures> Traits { get; init; } =
        ImmutableDictionary<TraitId, TraitFigures>.Empty;

    /// <summary>The figures of a trait; zeros where nobody holds it.</summary>
    public TraitFigures Of(TraitId trait) =>
        Traits.GetValueOrDefault(trait, TraitFigures.None);

    /// <summary>The figures of a segment; zeros where it was not counted.</summary>
    public SegmentFigures Of(SegmentId segment) =>
        Segments.GetValueOrDefault(segment, SegmentFigures.None);
}

/// <summary>The members of one segment.</summary>
/// <remarks>
/// <para>Shape: real time counts a device that is a member if the last event that saw it was in the
/// last <see cref="RealTimeDays"/> days and not before it became a member (the event that made it
/// one counts). Other identities, which are seen with a device, count in the same way where no
/// device of their profile is a member. Files see nobody.</para>
/// <para>Units: identities, each counted once. Instants are whole seconds: what was seen in the
/// second in which it qualified was seen when it qualified.</para>
/// <para>Source: Audience Manager, "Segment Builder" and the FAQ on profile merge rules, read
/// 2026-11: with traits on three devices of a graph, the total is 3 and real time is 1.</para>
/// </remarks>
/// <param name="Total">Identities that are members.</param>
/// <param name="RealTime">Of these: who was seen lately and qualified when seen.</param>
/// <param name="Shareable">By destination: the different identifiers announced to it for the
/// segment.</param>
public sealed record SegmentFigures(
    long Total, long RealTime, ImmutableDictionary<DestinationId, long> Shareable)
{
    /// <summary>How long ago an identity may have been seen to count as real time.</summary>
    public const int RealTimeDays = 30;

    /// <summary>Nobody.</summary>
    public static SegmentFigures None { get; } =
        new(0, 0, ImmutableDictionary<DestinationId, long>.Empty);

    /// <summary>Profiles that have a member.</summary>
    public long Profiles { get; init; }
}
