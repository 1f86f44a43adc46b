using System.Collections.Immutable;

namespace Krewe.Domain.Traits;

/// <summary>Reads the text of a trait's rule.</summary>
/// <remarks>
/// <para>Shape:</para>
/// <code>
/// leaf  := key comparison value
/// key   := letters, digits, '-', '_' and '.', not digits alone
/// value := a word without blanks and signs | text in quotes
/// </code>
/// </remarks>
internal sealed class TraitRuleParser(string text) : ConditionParser<SignalNode>(text)
{
    private const string Comparisons =
        "==, !=, >, <, >=, <=, contains, matcheswords, startswith, endswith or matchesregex";

    public TraitRuleParse Parse() => ParseWhole() is { } root
        ? new TraitRuleParse(new TraitRule(root), [])
        : new TraitRuleParse(null, [.. Scanner.Faults]);

    protected override SignalNode? ParseLeaf()
    {
        var offset = Scanner.Current.Offset;
        if (ParseKey() is not { } key
            || ParseComparison() is not { } comparison
            || ParseValue() is not { } value)
        {
            return null;
        }

        var pattern = comparison == SignalOperator.MatchesRegex
            ? SignalPattern.Compile(value.Text, out var fault)
            : SignalPattern.None(IsEmpty(comparison, value), out fault);
        if (fault is not null)
        {
            Scanner.Fault(value.Offset, fault);
        }

        return new SomeSignal(new SignalTest(key, comparison, value.Text, pattern), offset);
    }

    protected override SignalNode All(ImmutableArray<SignalNode> members, int offset) =>
        new AllSignals([.. members.SelectMany(member => Flat<AllSignals>(member))], offset);

    protected override SignalNode Any(ImmutableArray<SignalNode> members, int offset) =>
        new AnySignal([.. members.SelectMany(member => Flat<AnySignal>(member))], offset);

    protected override SignalNode Not(SignalNode inner, int offset) =>
        inner is NoSignal twice ? twice.Inner : new NoSignal(inner, offset);

    protected override void Check(SignalNode root)
    {
        if (root.HoldsForNothing)
        {
            Scanner.Fault(
                root.Offset,
                "the rule holds without any signal; AND its NOT with a comparison that needs one");
        }
    }

    protected override string HintAfter(RuleToken found) =>
        "; a value of several words or with signs is written in quotes";

    private static ImmutableArray<SignalNode> Flat<TGroup>(SignalNode member)
        where TGroup : SignalNode => member is TGroup ? member.Parts : [member];

    private string? ParseKey()
    {
        var found = Scanner.Current;
        if (found.Kind is not (RuleTokenKind.Word or RuleTokenKind.Quoted)
            || found.IsWord("AND") || found.IsWord("OR") || found.IsWord("NOT"))
        {
            Scanner.Expected("a key such as product");
            return null;
        }

        // A dash before a key means nothing in files, and so it means nothing here.
        var key = found.Text.TrimStart('-');
        if (!IsKey(key))
        {
            Scanner.Expected(
                "a key such as product",
                "; a key has letters, digits, - _ and ., not digits alone");
            return null;
        }

        Scanner.Take();
        return key;
    }

    private static bool IsKey(string key) =>
        key.Any(character => char.IsAsciiLetter(character) || character is '-' or '_')
        && key.All(character =>
            char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    private SignalOperator? ParseComparison()
    {
        var found = Scanner.Current;
        var comparison = SignalOperators.Read(found);
        if (found.IsSign("="))
        {
            Scanner.Fault(found.Offset, "found '='; write ==");
            comparison = SignalOperator.Equal;
        }

        if (comparison is null)
        {
            Scanner.Expected(Comparisons);
            return null;
        }

        Scanner.Take();
        return comparison;
    }

    private RuleToken? ParseValue()
    {
        if (Scanner.Current.Kind is RuleTokenKind.Word or RuleTokenKind.Quoted)
        {
            return Scanner.Take();
        }

        Scanner.Expected(
            "a value such as 25 or \"digital camera\"",
            "; a value with signs is written in quotes");
        return null;
    }

    /// <summary>Every text contains the empty one, so that asking for it is a slip.</summary>
    private static bool IsEmpty(SignalOperator comparison, RuleToken value) =>
        comparison >= SignalOperator.Contains && value.Text.Length == 0;
}
