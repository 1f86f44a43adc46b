using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Reads the text of a segment's rule.</summary>
/// <remarks>
/// <para>Shape:</para>
/// <code>
/// leaf      := trait | frequency
/// frequency := "FREQUENCY" "(" "[" trait ("," trait)* "]" [recency] ")" comparison number
/// recency   := ("&lt;=" | "&gt;=") number "D"
/// </code>
/// </remarks>
internal sealed partial class SegmentRuleParser(string text) : ConditionParser<SegmentNode>(text)
{
    private const string Condition = "a condition such as 12345T or FREQUENCY([12345T]) >= 2";
    private readonly HashSet<TraitId> _traits = [];

    public SegmentRuleParse Parse() => ParseWhole() is { } root
        ? new SegmentRuleParse(new SegmentRule(root, Text), [])
        : new SegmentRuleParse(null, [.. Scanner.Faults]);

    protected override SegmentNode? ParseLeaf()
    {
        var start = Scanner.Current;
        if (start.IsWord("FREQUENCY"))
        {
            return ParseFrequency();
        }

        return ParseTrait(Condition) is { } trait ? new HasTrait(trait, start.Offset) : null;
    }

    protected override SegmentNode All(ImmutableArray<SegmentNode> members, int offset) =>
        new AllOf([.. members.SelectMany(member => Flat<AllOf>(member))], offset);

    protected override SegmentNode Any(ImmutableArray<SegmentNode> members, int offset) =>
        new AnyOf([.. members.SelectMany(member => Flat<AnyOf>(member))], offset);

    protected override SegmentNode Not(SegmentNode inner, int offset) =>
        inner is NotNode twice ? twice.Inner : new NotNode(inner, offset);

    protected override void Check(SegmentNode root)
    {
        if (_traits.Count > SegmentRule.TraitsMax)
        {
            Scanner.Fault(
                0,
                $"the rule names {_traits.Count} traits, at most {SegmentRule.TraitsMax} may be");
        }
        else if (root.HoldsForNobody)
        {
            FaultNegative(root);
        }
    }

    private static ImmutableArray<SegmentNode> Flat<TGroup>(SegmentNode member)
        where TGroup : SegmentNode => member is TGroup ? member.Parts : [member];

    private FrequencyOf? ParseFrequency()
    {
        var word = Scanner.Take();
        var open = Scanner.Current;
        if (!TakeExpected("(", "after FREQUENCY")
            || !TakeExpected("[", "before the traits that are counted")
            || ParseTraits() is not { } traits
            || ParseWindow() is not { } window
            || !TakeClosing(open, "')'")
            || ParseSign("how often: >=, <= or ==", exactly: true) is not { } comparison
            || ParseCount() is not { } count)
        {
            return null;
        }

        return new FrequencyOf(traits, window, comparison, count, word.Offset);
    }

    private ImmutableArray<TraitId>? ParseTraits()
    {
        var traits = new SortedSet<TraitId>();
        do
        {
            if (ParseTrait("a trait such as 12345T") is not { } trait)
            {
                return null;
            }

            traits.Add(trait);
        }
        while (Scanner.TakeSign(","));

        return TakeExpected("]", "after the traits that are counted") ? [.. traits] : null;
    }

    private RecencyWindow? ParseWindow()
    {
        var sign = Scanner.Current;
        if (sign.IsSign(")") || sign.IsEnd)
        {
            return RecencyWindow.Ever;
        }

        if (ParseSign("a recency (<= or >= and days) or ')'", exactly: false) is not { } comparison
            || ParseDays() is not { } days)
        {
            return null;
        }

        return new RecencyWindow(
            comparison == CountComparison.AtMost ? RecencyKind.Within : RecencyKind.Before, days);
    }

    /// <summary>Names the part that lets everybody in.</summary>
    private void FaultNegative(SegmentNode root)
    {
        var node = root;
        while (node is AllOf or AnyOf)
        {
            node = node.Parts.First(part => part.HoldsForNobody);
        }

        var written = node is FrequencyOf frequency
            ? $"a frequency {frequency.Comparison.Sign()} {frequency.Count} alone"
            : "NOT alone";
        Scanner.Fault(
            node.Offset,
            $"{written} would take in everybody who never realised it; AND it with a condition "
            + "that needs a trait");
    }

    private static int? NumberOf(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
