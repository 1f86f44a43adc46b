using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Contracts.Segments;

/// <summary>Counts the members of segments by walking the profiles: exact, and as slow as
/// that.</summary>
public interface ISegmentCensus
{
    /// <summary>Counts the members of every segment of a workspace, and lists some of
    /// each.</summary>
    /// <param name="workspace">The workspace.</param>
    /// <param name="membersMax">How many members to list of each segment.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    Task<ImmutableArray<SegmentPopulation>> TakeAsync(
        WorkspaceId workspace, int membersMax, CancellationToken cancellationToken);
}

/// <summary>The members of a segment.</summary>
/// <remarks>
/// <para>Units: <paramref name="Count"/> counts identities; <paramref name="Members"/> lists the
/// first of them in their order.</para>
/// </remarks>
public sealed record SegmentPopulation(
    SegmentId Segment, long Count, ImmutableArray<IdentityKey> Members);
