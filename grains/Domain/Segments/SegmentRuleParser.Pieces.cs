using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>The smallest parts of a rule, and the slips that people make in them.</summary>
internal sealed partial class SegmentRuleParser
{
    private TraitId? ParseTrait(string expected)
    {
        var word = Scanner.Current;
        if (word.Kind != RuleTokenKind.Word || !char.IsAsciiDigit(word.Text[0]))
        {
            Scanner.Expected(expected, HintFor(word));
            return null;
        }

        var isMarked = word.Text[^1] is 'T' or 't';
        if (NumberOf(isMarked ? word.Text.AsSpan(0, word.Text.Length - 1) : word.Text) is not > 0)
        {
            Scanner.Expected(expected, "; a trait is a number from 1 to 2147483647 and a T");
            return null;
        }

        return ParseTrait(isMarked);
    }

    private TraitId ParseTrait(bool isMarked)
    {
        var word = Scanner.Take();
        if (!isMarked)
        {
            Scanner.Fault(
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

    private CountComparison? ParseSign(string expected, bool exactly)
    {
        CountComparison? sign = Scanner.Current switch
        {
            { Kind: not RuleTokenKind.Sign } => null,
            { Text: ">=" or "=>" } => CountComparison.AtLeast,
            { Text: "<=" or "=<" } => CountComparison.AtMost,
            { Text: "==" } when exactly => CountComparison.Exactly,
            _ => null,
        };
        if (sign is null)
        {
            Scanner.Expected(expected, SignHint(Scanner.Current, exactly));
            return null;
        }

        Scanner.Take();
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
        var word = Scanner.Current;
        var isMarked = word.Kind == RuleTokenKind.Word && word.Text[^1] is 'D' or 'd';
        var digits = isMarked ? word.Text.AsSpan(0, word.Text.Length - 1) : word.Text;
        if (word.Kind != RuleTokenKind.Word || NumberOf(digits) is not { } days)
        {
            Scanner.Expected("days such as 5D");
            return null;
        }

        if (!isMarked)
        {
            Scanner.Fault(word.Offset, $"found {word.Named}, days without D; write {word.Text}D");
        }

        if (days is < 1 or > SegmentRule.RecencyDaysMax)
        {
            Scanner.Fault(
                word.Offset,
                $"found {word.Named}, a recency must be from 1 to "
                + $"{SegmentRule.RecencyDaysMax} days");
        }

        Scanner.Take();
        return days;
    }

    private int? ParseCount()
    {
        if (Scanner.Current.Kind == RuleTokenKind.Word
            && NumberOf(Scanner.Current.Text) is { } number)
        {
            Scanner.Take();
            return number;
        }

        Scanner.Expected("a number of times from 0 to 2147483647");
        return null;
    }
}
