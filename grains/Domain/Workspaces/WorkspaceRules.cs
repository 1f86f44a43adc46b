using System.Collections.Immutable;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Workspaces;

/// <summary>How the validator reads the rules inside a definition.</summary>
/// <param name="Segment">Reads a segment rule; the function finds a trait by number.</param>
/// <param name="Trait">Reads a trait rule.</param>
public sealed record WorkspaceRules(
    Func<string, Func<TraitId, TraitDefinition?>, RuleReading> Segment,
    Func<string, RuleReading> Trait)
{
    /// <summary>The rule languages of the product.</summary>
    public static WorkspaceRules Default { get; } = new(ReadSegment, ReadTrait);

    // Traits that are not known are told by the validator, once for each segment; here they stand
    // for whatever the rule wants them to be.
    private static RuleReading ReadSegment(string text, Func<TraitId, TraitDefinition?> find)
    {
        var parse = SegmentRule.Parse(text);
        return parse.Rule is { } rule
            ? new RuleReading(rule.Traits, rule.Check(id => find(id) ?? Unknown(id)))
            : new RuleReading([], parse.Faults);
    }

    private static RuleReading ReadTrait(string text) => new([], TraitRule.Parse(text).Faults);

    private static TraitDefinition Unknown(TraitId id) => new()
    {
        Id = id,
        Name = "",
        DataSource = default,
        Type = TraitType.RuleBased,
    };
}

/// <summary>What the validator has to know of a rule.</summary>
/// <param name="Traits">The traits it names, each once.</param>
/// <param name="Faults">What is wrong with it; empty if it can be used.</param>
public sealed record RuleReading(
    ImmutableArray<TraitId> Traits, ImmutableArray<RuleFault> Faults);
