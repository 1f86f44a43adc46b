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

    /// <summary>Lists profiles that have a member of a segment, page by page.</summary>
    /// <remarks>
    /// <para>Shape: each profile once, by the identity that it is kept under, in the order of
    /// these. A profile that comes or goes between two pages may be on neither.</para>
    /// <para>Units: each page walks every profile of the workspace, whatever its size, and holds no
    /// more than a page in memory.</para>
    /// <para>Errors: <see cref="ArgumentOutOfRangeException"/> for a count that is not 1 to
    /// <see cref="MemberPage.CountMax"/>. A segment that is not defined has no members.</para>
    /// </remarks>
    /// <param name="workspace">The workspace.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="after">The last profile of the page before; null: from the first.</param>
    /// <param name="countMax">How many to list.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    Task<MemberPage> MembersAsync(
        WorkspaceId workspace,
        SegmentId segment,
        IdentityKey? after,
        int countMax,
        CancellationToken cancellationToken);
}

/// <summary>Some of the profiles that have a member of a segment.</summary>
/// <param name="Profiles">The identities that they are kept under, in their order.</param>
/// <param name="HasMore">Whether there are more behind them.</param>
public sealed record MemberPage(ImmutableArray<IdentityKey> Profiles, bool HasMore)
{
    /// <summary>Profiles in one page at most.</summary>
    public const int CountMax = 1_000;
}

/// <summary>The members of a segment.</summary>
/// <remarks>
/// <para>Units: <paramref name="Count"/> counts identities; <paramref name="Members"/> lists the
/// first of them in their order.</para>
/// </remarks>
public sealed record SegmentPopulation(
    SegmentId Segment, long Count, ImmutableArray<IdentityKey> Members);
