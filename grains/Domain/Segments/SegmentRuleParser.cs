using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Reads the text of a segment's rule by recursive descent.</summary>
/// <remarks>
/// <para>Shape:</para>
/// <code>
/// any       := all ("OR" all)*
/// all       := term ("AND" term)*
/// term      := "NOT"? ( "(" any ")" | trait | frequency )
/// frequency := "FREQUENCY" "(" "[" trait ("," trait)* "]" [recency] ")" comparison number
/// </code>
/// <para>Errors: a slip whose meaning is plain (a missing T, <c>&amp;&amp;</c>) is reported and
/// reading goes on, so that all of them are reported together; anything else ends it.</para>
/// </remarks>
internal sealed partial class SegmentRuleParser(string text)
{
    private const string Condition = "a condition such as 12345T or FREQUENCY([12345T]) >= 2";
    private readonly RuleScanner _scanner = new(text);
    private readonly HashSet<TraitId> _traits = [];

    public SegmentRuleParse Parse()
    {
        var root = ParseWhole();
        var faults = _scanner.Faults.ToImmutableArray();
        return root is null || !faults.IsEmpty
            ? new SegmentRuleParse(null, faults)
            : new SegmentRuleParse(new SegmentRule(root, text), []);
    }

    private SegmentNode? ParseWhole()
    {
        if (_scanner.Faults.Count > 0 && _scanner.Current.IsEnd)
        {
            return null;
        }

        var root = ParseAny();
        if (root is null)
        {
            return null;
        }

        if (!_scanner.Current.IsEnd)
        {
            FaultTrailing();
            return null;
        }

        if (_traits.Count > SegmentRule.TraitsMax)
        {
            _scanner.Fault(
                0, $"the rule names {_traits.Count} traits, at most {SegmentRule.TraitsMax} may be");
        }
        else if (_scanner.Faults.Count == 0 && root.HoldsForNobody)
        {
            FaultNegative(root);
        }

        return root;
    }

    private SegmentNode? ParseAny()
    {
        var offset = _scanner.Current.Offset;
        var members = ImmutableArray.CreateBuilder<SegmentNode>();
        do
        {
            if (ParseAll() is not { } member)
            {
                return null;
            }

            AddFlat(members, member, (member as AnyOf)?.Members);
        }
        while (TakeOr());

        return members.Count == 1 ? members[0] : new AnyOf(members.ToImmutable(), offset);
    }

    private SegmentNode? ParseAll()
    {
        var offset = _scanner.Current.Offset;
        var members = ImmutableArray.CreateBuilder<SegmentNode>();
        do
        {
            if (ParseTerm() is not { } member)
            {
                return null;
            }

            AddFlat(members, member, (member as AllOf)?.Members);
        }
        while (TakeAnd());

        return members.Count == 1 ? members[0] : new AllOf(members.ToImmutable(), offset);
    }

    private static void AddFlat(
        ImmutableArray<SegmentNode>.Builder members,
        SegmentNode member,
        ImmutableArray<SegmentNode>? inner)
    {
        if (inner is { } same)
        {
            members.AddRange(same);
            return;
        }

        members.Add(member);
    }

    private SegmentNode? ParseTerm()
    {
        var offset = _scanner.Current.Offset;
        if (!TakeNot())
        {
            return ParsePrimary();
        }

        return ParsePrimary() switch
        {
            null => null,
            NotNode twice => twice.Inner,
            var inner => new NotNode(inner, offset),
        };
    }

    private SegmentNode? ParsePrimary()
    {
        var start = _scanner.Current;
        if (start.IsSign("("))
        {
            return ParseGroup();
        }

        if (start.IsWord("FREQUENCY"))
        {
            return ParseFrequency();
        }

        return ParseTrait(Condition) is { } trait ? new HasTrait(trait, start.Offset) : null;
    }

    private SegmentNode? ParseGroup()
    {
        var open = _scanner.Take();
        if (++_scanner.Depth > RuleScanner.DepthMax)
        {
            _scanner.Fault(
                open.Offset, $"groups are nested deeper than {RuleScanner.DepthMax} levels");
            return null;
        }

        var inner = ParseAny();
        _scanner.Depth--;
        return inner is not null && TakeClosing(open) ? inner : null;
    }

    private FrequencyOf? ParseFrequency()
    {
        var word = _scanner.Take();
        var open = _scanner.Current;
        if (!TakeExpected("(", "after FREQUENCY")
            || !TakeExpected("[", "before the traits that are counted")
            || ParseTraits() is not { } traits
            || ParseWindow() is not { } window
            || !TakeClosing(open)
            || ParseComparison() is not { } comparison
            || ParseNumber("how often, as a number", 0, int.MaxValue) is not { } count)
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
        while (_scanner.TakeSign(","));

        return TakeExpected("]", "after the traits that are counted") ? [.. traits] : null;
    }

    private RecencyWindow? ParseWindow()
    {
        var sign = _scanner.Current;
        if (sign.Kind != RuleTokenKind.Sign || sign.IsSign(")"))
        {
            return sign.IsSign(")") ? RecencyWindow.Ever : Unexpected(")", "<= and days");
        }

        if (ParseSign("a recency, <= or >=", exactly: false) is not { } comparison
            || ParseDays() is not { } days)
        {
            return null;
        }

        return new RecencyWindow(
            comparison == CountComparison.AtMost ? RecencyKind.Within : RecencyKind.Before, days);
    }

    private RecencyWindow? Unexpected(string sign, string other)
    {
        _scanner.Expected($"'{sign}' or {other}");
        return null;
    }

    private CountComparison? ParseComparison() =>
        ParseSign("how often: >=, <= or ==", exactly: true);

    private static int? NumberOf(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
