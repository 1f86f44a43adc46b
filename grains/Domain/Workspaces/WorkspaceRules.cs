using System.Collections.Immutable;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>How the validator reads the rules inside a definition.</summary>
/// <param name="Segment">Reads a segment rule; the function finds a trait by number.</param>
/// <param name="Trait">Reads a trait rule.</param>
public sealed record WorkspaceRules(
    Func<string, Func<TraitId, TraitDefinition?>, RuleReading> Segment,
    Func<string, RuleReading> Trait);

/// <summary>What the validator has to know of a rule.</summary>
/// <param name="Traits">The traits it names, each once.</param>
/// <param name="Slips">What is wrong with it; empty if it can be used.</param>
public sealed record RuleReading(
    ImmutableArray<TraitId> Traits, ImmutableArray<RuleSlip> Slips)
{
    /// <summary>A rule that names no trait and is right.</summary>
    public static RuleReading Empty { get; } = new([], []);
}

/// <summary>One mistake inside a rule.</summary>
/// <remarks><para>Units: line and column of the rule's text, from 1.</para></remarks>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
/// <param name="Message">What is wrong, and the cure.</param>
public sealed record RuleSlip(int Line, int Column, string Message);
