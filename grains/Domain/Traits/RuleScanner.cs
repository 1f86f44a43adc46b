using System.Buffers;
using System.Text;

namespace Krewe.Domain.Traits;

/// <summary>Cuts the text of a rule into pieces, one ahead of its parser.</summary>
/// <remarks>
/// <para>Shape: a backslash escapes only before a quote: <c>\"</c> is a quote, <c>\\"</c> a
/// backslash and the closing quote. Anywhere else it stands for itself, so that patterns need no
/// doubling.</para>
/// <para>Errors: gathered in <see cref="Faults"/>; scanning always goes on to the end.</para>
/// </remarks>
internal sealed class RuleScanner
{
    /// <summary>Longest text of a rule: 5,000 traits of ten digits fit, a flood does not.</summary>
    public const int LengthMax = 64 * 1024;

    /// <summary>Groups inside groups: more than people write, less than a stack holds.</summary>
    public const int DepthMax = 200;

    private const int FaultsMax = 20;
    private const string Comparisons = "<>=!&|";
    private static readonly SearchValues<char> WordEnds =
        SearchValues.Create(" \t\r\n()[],\"“”<>=!&|");
    private static readonly SearchValues<char> ComparisonSigns =
        SearchValues.Create(Comparisons);

    private readonly string _text;
    private readonly List<RuleFault> _faults = [];
    private int _offset;

    public RuleScanner(string text)
    {
        _text = text.Length <= LengthMax ? text : string.Empty;
        if (text.Length > LengthMax)
        {
            Fault(0, $"the rule has {text.Length} characters, at most {LengthMax} are read");
        }

        Current = Read();
    }

    /// <summary>The piece to be parsed next.</summary>
    public RuleToken Current { get; private set; }

    /// <summary>What is wrong so far, in the order it was found.</summary>
    public IReadOnlyList<RuleFault> Faults => _faults;

    /// <summary>How deep the parser is in groups.</summary>
    public int Depth { get; set; }

    /// <summary>Takes the current piece and reads on.</summary>
    public RuleToken Take()
    {
        var taken = Current;
        Current = taken.IsEnd ? taken : Read();
        return taken;
    }

    /// <summary>Takes the current piece if it is this sign.</summary>
    public bool TakeSign(string sign) => Current.IsSign(sign) && TakeAny();

    /// <summary>Takes the current piece if it is this word, in any case.</summary>
    public bool TakeWord(string word) => Current.IsWord(word) && TakeAny();

    /// <summary>Reports a fault; those past the first twenty help nobody.</summary>
    public void Fault(int offset, string message)
    {
        if (_faults.Count < FaultsMax)
        {
            _faults.Add(RuleFault.At(_text, offset, message));
        }
    }

    /// <summary>Reports what stands here instead of what should.</summary>
    public void Expected(string what, string hint = "") =>
        Fault(Current.Offset, $"found {Current.Named}, expected {what}{hint}");

    private bool TakeAny()
    {
        Take();
        return true;
    }

    private RuleToken Read()
    {
        while (_offset < _text.Length && char.IsWhiteSpace(_text[_offset]))
        {
            _offset++;
        }

        if (_offset == _text.Length)
        {
            return new RuleToken(RuleTokenKind.End, _offset, string.Empty);
        }

        return _text[_offset] switch
        {
            '"' => ReadQuoted(),
            '“' or '”' => ReadCurly(),
            '(' or ')' or '[' or ']' or ',' => Piece(RuleTokenKind.Sign, 1),
            var first when Comparisons.Contains(first) => Piece(RuleTokenKind.Sign, SignLength()),
            _ => Piece(RuleTokenKind.Word, WordLength()),
        };
    }

    private RuleToken Piece(RuleTokenKind kind, int length)
    {
        var piece = new RuleToken(kind, _offset, _text.Substring(_offset, length));
        _offset += length;
        return piece;
    }

    private int SignLength()
    {
        var length = _text.AsSpan(_offset).IndexOfAnyExcept(ComparisonSigns);
        return length < 0 ? _text.Length - _offset : length;
    }

    private int WordLength()
    {
        var rest = _text.AsSpan(_offset);
        var length = rest.IndexOfAny(WordEnds);
        length = length < 0 ? rest.Length : length;
        for (var i = 1; i < length; i++)
        {
            if (char.IsWhiteSpace(rest[i]))
            {
                return i;
            }
        }

        return length;
    }

    private RuleToken ReadCurly()
    {
        Fault(_offset, $"found '{_text[_offset]}', a curly quote; write straight quotes: \"…\"");
        var end = _text.AsSpan(_offset + 1).IndexOfAny('“', '”');
        return Piece(RuleTokenKind.Quoted, end < 0 ? _text.Length - _offset : end + 2);
    }

    private RuleToken ReadQuoted()
    {
        var start = _offset++;
        var value = new StringBuilder();
        var backslashes = 0;
        for (; _offset < _text.Length; _offset++)
        {
            var character = _text[_offset];
            if (character == '"')
            {
                value.Length -= (backslashes + 1) / 2;
                if (backslashes % 2 == 0)
                {
                    _offset++;
                    return new RuleToken(RuleTokenKind.Quoted, start, value.ToString());
                }
            }

            backslashes = character == '\\' ? backslashes + 1 : 0;
            value.Append(character);
        }

        Fault(start, "the quote that opens here is never closed");
        return new RuleToken(RuleTokenKind.Quoted, start, value.ToString());
    }

    /// <summary>Puts text into quotes so that scanning gives it back.</summary>
    public static string Quote(string value)
    {
        var quoted = new StringBuilder("\"", value.Length + 2);
        var backslashes = 0;
        foreach (var character in value)
        {
            if (character == '"')
            {
                quoted.Append('\\', backslashes + 1);
            }

            backslashes = character == '\\' ? backslashes + 1 : 0;
            quoted.Append(character);
        }

        return quoted.Append('\\', backslashes).Append('"').ToString();
    }
}
