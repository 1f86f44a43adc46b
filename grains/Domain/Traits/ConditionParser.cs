using System.Collections.Immutable;

namespace Krewe.Domain.Traits;

/// <summary>What both rule languages share: groups joined by AND, OR and AND NOT.</summary>
/// <remarks>
/// <para>Shape:</para>
/// <code>
/// any  := all ("OR" all)*
/// all  := term ("AND" term)*
/// term := "NOT"? ( "(" any ")" | leaf )
/// </code>
/// <para>Errors: a slip whose meaning is plain (<c>&amp;&amp;</c>, a missing AND) is reported and
/// reading goes on, so that all of them are reported together; anything else ends it.</para>
/// </remarks>
internal abstract class ConditionParser<TNode>(string text)
    where TNode : class
{
    protected RuleScanner Scanner { get; } = new(text);

    protected string Text { get; } = text;

    /// <summary>Reads a condition without AND, OR, NOT or parentheses.</summary>
    protected abstract TNode? ParseLeaf();

    protected abstract TNode All(ImmutableArray<TNode> members, int offset);

    protected abstract TNode Any(ImmutableArray<TNode> members, int offset);

    protected abstract TNode Not(TNode inner, int offset);

    /// <summary>Looks at the whole rule; reports what no part shows.</summary>
    protected abstract void Check(TNode root);

    /// <summary>What to say of a word that follows a whole condition.</summary>
    protected virtual string HintAfter(RuleToken found) => " between two conditions";

    /// <summary>Reads all of the text.</summary>
    /// <returns>Null if anything was reported.</returns>
    protected TNode? ParseWhole()
    {
        if (Scanner.Faults.Count > 0 && Scanner.Current.IsEnd)
        {
            return null;
        }

        if (ParseAny() is not { } root)
        {
            return null;
        }

        if (!Scanner.Current.IsEnd)
        {
            FaultTrailing();
        }
        else if (Scanner.Faults.Count == 0)
        {
            Check(root);
        }

        return Scanner.Faults.Count == 0 ? root : null;
    }

    protected bool TakeExpected(string sign, string where)
    {
        if (Scanner.TakeSign(sign))
        {
            return true;
        }

        Scanner.Expected($"'{sign}' {where}");
        return false;
    }

    protected bool TakeClosing(RuleToken open, string expected)
    {
        if (Scanner.TakeSign(")"))
        {
            return true;
        }

        var at = RuleFault.At(Text, open.Offset, string.Empty);
        Scanner.Expected(
            expected, $"; the '(' at line {at.Line}, column {at.Column} is never closed");
        return false;
    }

    private TNode? ParseAny()
    {
        var offset = Scanner.Current.Offset;
        var members = ImmutableArray.CreateBuilder<TNode>();
        do
        {
            if (ParseAll() is not { } member)
            {
                return null;
            }

            members.Add(member);
        }
        while (TakeOr());

        return members.Count == 1 ? members[0] : Any(members.ToImmutable(), offset);
    }

    private TNode? ParseAll()
    {
        var offset = Scanner.Current.Offset;
        var members = ImmutableArray.CreateBuilder<TNode>();
        do
        {
            if (ParseTerm() is not { } member)
            {
                return null;
            }

            members.Add(member);
        }
        while (TakeAnd());

        return members.Count == 1 ? members[0] : All(members.ToImmutable(), offset);
    }

    private TNode? ParseTerm()
    {
        var offset = Scanner.Current.Offset;
        if (!Scanner.TakeWord("NOT") && !TakeSlip("!", "NOT"))
        {
            return ParsePrimary();
        }

        return ParsePrimary() is { } inner ? Not(inner, offset) : null;
    }

    private TNode? ParsePrimary()
    {
        if (!Scanner.Current.IsSign("("))
        {
            return ParseLeaf();
        }

        var open = Scanner.Take();
        if (++Scanner.Depth > RuleScanner.DepthMax)
        {
            Scanner.Fault(
                open.Offset, $"groups are nested deeper than {RuleScanner.DepthMax} levels");
            return null;
        }

        var inner = ParseAny();
        Scanner.Depth--;
        return inner is not null && TakeClosing(open, "AND, OR, AND NOT or ')'") ? inner : null;
    }

    private bool TakeOr() =>
        Scanner.TakeWord("OR") || TakeSlip("||", "OR") || TakeSlip("|", "OR");

    private bool TakeAnd()
    {
        if (Scanner.TakeWord("AND") || TakeSlip("&&", "AND") || TakeSlip("&", "AND"))
        {
            return true;
        }

        var next = Scanner.Current;
        if (next.IsWord("NOT") || next.IsSign("!"))
        {
            Scanner.Expected("AND NOT", "; NOT alone joins nothing");
            return true;
        }

        var isStart = next.IsSign("(")
            || (next.Kind is RuleTokenKind.Word or RuleTokenKind.Quoted && !next.IsWord("OR"));
        if (isStart)
        {
            Scanner.Expected("AND, OR or AND NOT", HintAfter(next));
        }

        return isStart;
    }

    private bool TakeSlip(string sign, string word)
    {
        var found = Scanner.Current;
        if (!Scanner.TakeSign(sign))
        {
            return false;
        }

        Scanner.Fault(found.Offset, $"found '{sign}'; write {word}");
        return true;
    }

    private void FaultTrailing()
    {
        if (Scanner.Current.IsSign(")"))
        {
            Scanner.Fault(Scanner.Current.Offset, "found ')', which no '(' opens");
            return;
        }

        Scanner.Expected("AND, OR, AND NOT or the end of the rule");
    }
}
