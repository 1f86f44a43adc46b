using HotChocolate;
using Krewe.Api.Graph;
using Krewe.Api.Traits;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Api.Segments;

/// <summary>What a rule says, or what is wrong with it.</summary>
[GraphQLName("ExpressionCheck")]
public sealed record ExpressionCheckView
{
    /// <summary>For languages that no rule can be written in yet.</summary>
    internal static ExpressionCheckView NotSpoken { get; } = new()
    {
        Problems =
        [
            new ExpressionProblemView(
                "Profile query language is not read here; write the rule with traits "
                + "(12345T AND NOT 23456T) as TRAIT_RULE.",
                1,
                1),
        ],
    };

    /// <summary>Whether a segment could have it.</summary>
    public bool Valid => Problems.Count == 0;

    /// <summary>The rule in one way of writing; null if it cannot be read.</summary>
    public string? Canonical { get; init; }

    /// <summary>The traits that it names.</summary>
    public IReadOnlyList<TraitView> Traits { get; init; } = [];

    /// <summary>The attributes that it names.</summary>
    public IReadOnlyList<string> Attributes { get; init; } = [];

    /// <summary>The labels of what it names.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>When it would be decided; null if it cannot be read.</summary>
    public SegmentEvaluation? Evaluation { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required IReadOnlyList<ExpressionProblemView> Problems { get; init; }

    internal static ExpressionCheckView Of(string text, Definitions definitions)
    {
        var parse = SegmentRule.Parse(text);
        return parse.Rule is not { } rule
            ? new ExpressionCheckView { Problems = ExpressionProblemView.Of(parse.Faults) }
            : new ExpressionCheckView
            {
                Canonical = rule.ToString(),
                Traits = [.. rule.Traits.Select(definitions.FindTrait).OfType<TraitView>()],
                Evaluation = SegmentEvaluation.Streaming,
                Problems = ExpressionProblemView.Of(
                    rule.Check(id => definitions.FindTrait(id)?.Definition)),
            };
    }
}

/// <summary>What is wrong with a rule, and where.</summary>
[GraphQLName("ExpressionProblem")]
public sealed record ExpressionProblemView(string Message, int Line, int Column)
{
    internal static IReadOnlyList<ExpressionProblemView> Of(IEnumerable<RuleFault> faults) =>
        [.. faults.Select(fault =>
            new ExpressionProblemView(fault.Message, fault.Line, fault.Column))];
}
