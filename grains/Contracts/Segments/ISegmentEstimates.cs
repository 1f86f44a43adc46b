using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Contracts.Segments;

/// <summary>Says how many members a segment would have that nobody has saved.</summary>
/// <remarks>
/// <para>Shape: a sample of the profiles is decided by the rule, of which nothing is written. The
/// same rule meets the same profiles, so that two answers differ by what changed. It is not kept:
/// each question is answered anew, one at a time in each silo, in the order in which they
/// came.</para>
/// <para>Units: at least <see cref="SegmentEstimate.ProfilesMin"/> profiles, or all there are;
/// keys are taken by <see cref="SegmentEstimate.Partitions"/> partitions of their hash, each of
/// them whole.</para>
/// <para>Errors: answered, see <see cref="SegmentEstimateReply"/>; what throws is storage, and
/// every question is safe to repeat.</para>
/// <para>Source: Audience Manager, "Segment Builder", Calculate Estimates, read 2026-11. Unlike
/// there, merge rules with their device graphs decide here, and recency and frequency may be used
/// as often as in any rule.</para>
/// </remarks>
public interface ISegmentEstimates
{
    /// <summary>Questions that wait for their turn in one silo at most; one more is
    /// refused.</summary>
    const int WaitingMax = 8;

    /// <summary>Decides a sample.</summary>
    /// <param name="workspace">Whose profiles.</param>
    /// <param name="question">The rule.</param>
    /// <param name="cancellationToken">Gives up waiting, or stops the walk.</param>
    Task<SegmentEstimateReply> EstimateAsync(
        WorkspaceId workspace, SegmentQuestion question, CancellationToken cancellationToken);
}

/// <summary>A segment to be estimated.</summary>
/// <param name="Rule">The trait rule.</param>
/// <param name="MergeRule">The name of the merge rule that would decide it; null: the
/// workspace's default one.</param>
/// <param name="DefinitionsVersion">It is read by definitions of this version of the workspace, or
/// later ones; 0: by those that the silo knows.</param>
public sealed record SegmentQuestion(string Rule, string? MergeRule, long DefinitionsVersion);

/// <summary>What became of a question.</summary>
public abstract record SegmentEstimateReply
{
    private SegmentEstimateReply()
    {
    }

    /// <summary>It was answered.</summary>
    public sealed record Answered(SegmentEstimate Estimate) : SegmentEstimateReply;

    /// <summary>No segment could be saved so.</summary>
    /// <param name="Faults">What is wrong with the rule; empty: nothing.</param>
    /// <param name="MergeRuleFault">What is wrong with the merge rule, and those there are; null:
    /// nothing.</param>
    public sealed record Refused(ImmutableArray<RuleFault> Faults, string? MergeRuleFault)
        : SegmentEstimateReply;

    /// <summary>Too many wait already: ask again after the wait.</summary>
    public sealed record Busy(TimeSpan RetryAfter) : SegmentEstimateReply;
}

/// <summary>How many members a segment would have.</summary>
/// <param name="Total">Identities that would be members.</param>
/// <param name="RealTime">Of these: who was seen in the last
/// <see cref="SegmentFigures.RealTimeDays"/> days, counted as in <see cref="SegmentFigures"/>.
/// Nobody has been a member of it yet: it is taken to have been there always.</param>
/// <param name="Profiles">Profiles that have a member.</param>
/// <param name="Sampled">Profiles that were decided.</param>
/// <param name="Share">Partitions that were walked, of all: above 0; 1: every profile was decided
/// and the figures are exact.</param>
/// <param name="AsOf">When it was asked, and the instant for which the profiles were
/// decided.</param>
public sealed record SegmentEstimate(
    SampledFigure Total,
    SampledFigure RealTime,
    SampledFigure Profiles,
    long Sampled,
    double Share,
    DateTimeOffset AsOf)
{
    /// <summary>Profiles after which no further partition is begun.</summary>
    public const int ProfilesMin = 20_000;

    /// <summary>Into how many parts the keys of the profiles are divided.</summary>
    public const int Partitions = 256;
}
