using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>The smallest parts of a rule, and the slips that people make in them.</summary>
internal sealed partial class SegmentRuleParser
{
    private TraitId? ParseTrait(string expected)
    {
        var word = _scanner.Current;
        if (word.Kind != RuleTokenKind.Word || !char.IsAsciiDigit(word.Text[0]))
        {
            _scanner.Expected(expected, HintFor(word));
            return null;
        }

        var isMarked = word.Text[^1] is 'T' or 't';
        if (NumberOf(isMarked ? word.Text.AsSpan(0, word.Text.Length - 1) : word.Text) is not > 0)
        {
            _scanner.Expected(expected, "; a trait is a number from 1 to 2147483647 and a T");
            return null;
        }

        return ParseTrait(isMarked);
    }

    private TraitId ParseTrait(bool isMarked)
    {
        var word = _scanner.Take();
        if (!isMarked)
        {
            _scanner.Fault(
                word.Offset, $"found {word.Named}, a number without T; write {word.Text}T");
        }

        var trait = new TraitId(NumberOf(word.Text.AsSpan().TrimEnd("Tt"))!.Value);
        _traits.Add(trait);
        return trait;
    }

    private static string HintFor(RuleToken found)
    {
        if (found.IsWord("AND") || found.IsWord("OR"))
        {
            return "; two conditions are joined by one AND, OR or AND NOT";
        }

        if (found.IsWord("NOT"))
        {
            return "; one NOT is enough";
        }

        return found.Kind == RuleTokenKind.Word
            ? "; a trait is written as its number and a T, not by its name"
            : string.Empty;
    }

    private bool TakeOr() =>
        _scanner.TakeWord("OR") || TakeSlip("||", "OR") || TakeSlip("|", "OR");

    private bool TakeAnd()
    {
        if (_scanner.TakeWord("AND") || TakeSlip("&&", "AND") || TakeSlip("&", "AND"))
        {
            return true;
        }

        var next = _scanner.Current;
        if (next.IsWord("NOT") || next.IsSign("!"))
        {
            _scanner.Expected("AND NOT or OR NOT", "; write AND NOT");
            return true;
        }

        var isStart = next.IsSign("(") || (next.Kind == RuleTokenKind.Word && !next.IsWord("OR"));
        if (isStart)
        {
            _scanner.Expected("AND, OR or AND NOT", " between two conditions");
        }

        return isStart;
    }

    private bool TakeNot() => _scanner.TakeWord("NOT") || TakeSlip("!", "NOT");

    private bool TakeSlip(string sign, string word)
    {
        var found = _scanner.Current;
        if (!_scanner.TakeSign(sign))
        {
            return false;
        }

        _scanner.Fault(found.Offset, $"found '{sign}'; write {word}");
        return true;
    }

    private bool TakeExpected(string sign, string where)
    {
        if (_scanner.TakeSign(sign))
        {
            return true;
        }

        _scanner.Expected($"'{sign}' {where}");
        return false;
    }

    private bool TakeClosing(RuleToken open)
    {
        if (_scanner.TakeSign(")"))
        {
            return true;
        }

        var at = RuleFault.At(text, open.Offset, string.Empty);
        _scanner.Expected(
            "AND, OR, AND NOT or ')'",
            $"; the '(' at line {at.Line}, column {at.Column} is never closed");
        return false;
    }

    private CountComparison? ParseSign(string expected, bool exactly)
    {
        CountComparison? sign = _scanner.Current switch
        {
            { Kind: not RuleTokenKind.Sign } => null,
            { Text: ">=" or "=>" } => CountComparison.AtLeast,
            { Text: "<=" or "=<" } => CountComparison.AtMost,
            { Text: "==" } when exactly => CountComparison.Exactly,
            _ => null,
        };
        if (sign is null)
        {
            _scanner.Expected(expected, SignHint(_scanner.Current, exactly));
            return null;
        }

        _scanner.Take();
        return sign;
    }

    private static string SignHint(RuleToken found, bool exactly) => found switch
    {
        { Kind: not RuleTokenKind.Sign } => string.Empty,
        { Text: "=" } when exactly => "; write == for exactly",
        { Text: ">" } => "; write >= and one more",
        { Text: "<" } => "; write <= and one less",
        _ => string.Empty,
    };

    private int? ParseDays()
    {
        var word = _scanner.Current;
        var isMarked = word.Kind == RuleTokenKind.Word && word.Text[^1] is 'D' or 'd';
        var digits = isMarked ? word.Text.AsSpan(0, word.Text.Length - 1) : word.Text;
        if (word.Kind != RuleTokenKind.Word || NumberOf(digits) is not { } days)
        {
            _scanner.Expected("days such as 5D");
            return null;
        }

        if (!isMarked)
        {
            _scanner.Fault(word.Offset, $"found {word.Named}, days without D; write {word.Text}D");
        }

        if (days is < 1 or > SegmentRule.RecencyDaysMax)
        {
            _scanner.Fault(
                word.Offset,
                $"found {word.Named}, a recency must be from 1 to {SegmentRule.RecencyDaysMax} days");
        }

        _scanner.Take();
        return days;
    }

    private int? ParseNumber(string expected, int min, int max)
    {
        var word = _scanner.Current;
        if (word.Kind == RuleTokenKind.Word && NumberOf(word.Text) is { } number
            && number >= min && number <= max)
        {
            _scanner.Take();
            return number;
        }

        _scanner.Expected(expected, $" from {min} to {max}");
        return null;
    }

    private void FaultTrailing()
    {
        if (_scanner.Current.IsSign(")"))
        {
            _scanner.Fault(_scanner.Current.Offset, "found ')', which no '(' opens");
            return;
        }

        _scanner.Expected("AND, OR, AND NOT or the end of the rule");
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
        _scanner.Fault(
            node.Offset,
            $"{written} would take in everybody who never realised it; AND it with a condition "
            + "that needs a trait");
    }
}
