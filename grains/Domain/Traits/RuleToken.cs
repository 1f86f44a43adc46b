namespace Krewe.Domain.Traits;

/// <summary>What a piece of a rule is.</summary>
internal enum RuleTokenKind
{
    /// <summary>The end of the text.</summary>
    End = 0,

    /// <summary>Letters, digits and whatever is no sign of the language.</summary>
    Word = 1,

    /// <summary>Text in double quotes; <see cref="RuleToken.Text"/> is what they hold.</summary>
    Quoted = 2,

    /// <summary>A bracket, a comma or a run of comparison signs.</summary>
    Sign = 3,
}

/// <summary>One piece of a rule, and where it begins.</summary>
internal readonly record struct RuleToken(RuleTokenKind Kind, int Offset, string Text)
{
    public bool IsEnd => Kind == RuleTokenKind.End;

    public bool IsSign(string sign) =>
        Kind == RuleTokenKind.Sign && string.Equals(Text, sign, StringComparison.Ordinal);

    public bool IsWord(string word) =>
        Kind == RuleTokenKind.Word && string.Equals(Text, word, StringComparison.OrdinalIgnoreCase);

    /// <summary>How a message names it.</summary>
    public string Named => Kind switch
    {
        RuleTokenKind.End => "the end of the rule",
        RuleTokenKind.Quoted => $"\"{Cut}\"",
        _ => $"'{Cut}'",
    };

    /// <summary>A message stays readable whatever was pasted into a rule.</summary>
    private string Cut => Text.Length <= CutLength
        ? Text
        : string.Concat(Text.AsSpan(0, CutLength), "…");

    private const int CutLength = 40;
}
