using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Krewe.Embedded.Language;

/// <summary>Goes through a source text token by token. It makes no strings.</summary>
/// <remarks>
/// <para>Shape: the text is valid UTF-8. A token is a kind and a range of bytes; the value of
/// a string is decoded only when the parser wants it.</para>
/// <para>Units: <see cref="_lineStart"/> is where the line would have begun if every character
/// had one byte a UTF-16 unit, so a column is one subtraction.</para>
/// </remarks>
internal ref partial struct Lexer(ReadOnlySpan<byte> text, int tokensMax)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly int _tokensMax = tokensMax;
    private int _tokens;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    public readonly ReadOnlySpan<byte> Text => _text;

    public TokenKind Kind { get; private set; } = TokenKind.StartOfFile;

    public int Start { get; private set; }

    public readonly int End => _position;

    public int Line { get; private set; } = 1;

    public int Column { get; private set; } = 1;

    /// <summary>Whether the string that was just read has an escape.</summary>
    public bool IsEscaped { get; private set; }

    /// <summary>The bytes of the token, quotes included.</summary>
    public readonly ReadOnlySpan<byte> Value => _text[Start.._position];

    /// <summary>Moves to the next token; at the end it stays at the end.</summary>
    public void Read()
    {
        SkipIgnored();
        Count();
        Start = _position;
        Line = _line;
        Column = _position - _lineStart + 1;
        if (_position >= _text.Length)
        {
            Kind = TokenKind.EndOfFile;
            return;
        }

        var first = _text[_position];
        if (Characters.IsNameStart(first))
        {
            ReadName();
            return;
        }

        var punctuator = TokenKinds.OfByte(first);
        if (punctuator is not TokenKind.StartOfFile)
        {
            Take(punctuator, 1);
            return;
        }

        ReadOther(first);
    }

    [DoesNotReturn]
    public readonly void Throw(int position, string fault) =>
        SourceText.Throw(_text, position, fault);

    private void SkipIgnored()
    {
        while (_position < _text.Length)
        {
            switch (_text[_position])
            {
                case (byte)' ' or (byte)'\t' or (byte)',':
                    _position++;
                    break;
                case (byte)'\n' or (byte)'\r':
                    SkipLineEnd();
                    break;
                case (byte)'#':
                    SkipComment();
                    break;
                case 0xEF when _text[_position..].StartsWith(Characters.ByteOrderMark):
                    Skip(Characters.ByteOrderMark.Length);
                    break;
                default:
                    return;
            }
        }
    }

    private void SkipLineEnd()
    {
        var isPair = _text[_position] is (byte)'\r' && PeekAt(_position + 1) is '\n';
        _position += isPair ? 2 : 1;
        _line++;
        _lineStart = _position;
    }

    private void SkipComment()
    {
        Count();
        var rest = _text[_position..];
        var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
        Skip(length < 0 ? rest.Length : length);
    }

    /// <summary>Goes over bytes of one line that may hold characters of several bytes.</summary>
    private void Skip(int length)
    {
        var skipped = _text.Slice(_position, length);
        _lineStart += Characters.BytesBeyondUnits(skipped);
        _position += length;
    }

    private void Take(TokenKind kind, int length)
    {
        Kind = kind;
        _position += length;
    }

    private void ReadName()
    {
        var end = _position + 1;
        while (end < _text.Length && Characters.IsNamePart(_text[end]))
        {
            end++;
        }

        Take(TokenKind.Name, end - _position);
    }

    private void ReadOther(byte first)
    {
        switch (first)
        {
            case (byte)'"' when _text[_position..].StartsWith("\"\"\""u8):
                ReadBlockString();
                break;
            case (byte)'"':
                ReadString();
                break;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                ReadNumber();
                break;
            case (byte)'.' when _text[_position..].StartsWith("..."u8):
                Take(TokenKind.Spread, 3);
                break;
            case (byte)'\'':
                Throw(_position, "Unexpected single quote character ('), "
                    + "did you mean to use a double quote (\")?");
                break;
            default:
                Throw(_position, $"Unexpected character: {Describe(_position)}.");
                break;
        }
    }

    private void Count()
    {
        if (++_tokens > _tokensMax)
        {
            Throw(_position, $"Document contains more than {_tokensMax} tokens. "
                + "Parsing aborted.");
        }
    }

    /// <summary>The byte at a position, or NUL behind the end.</summary>
    private readonly char PeekAt(int position) =>
        position < _text.Length ? (char)_text[position] : '\0';

    private readonly string Describe(int position) =>
        SourceText.DescribeCharacter(_text, position);
}

/// <summary>Classes of bytes that the grammar knows.</summary>
internal static class Characters
{
    public static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static bool IsNameStart(byte value) =>
        (uint)((value | 0x20) - 'a') <= 'z' - 'a' || value is (byte)'_';

    public static bool IsNamePart(byte value) => IsNameStart(value) || IsDigit((char)value);

    public static bool IsDigit(char value) => char.IsAsciiDigit(value);

    /// <summary>How many bytes a text has more than it has UTF-16 units.</summary>
    public static int BytesBeyondUnits(ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) ? 0 : text.Length - Encoding.UTF8.GetCharCount(text);
}
