namespace Krewe.Embedded.Language;

/// <summary>Numbers and strings.</summary>
internal ref partial struct Lexer
{
    private void ReadNumber()
    {
        var kind = TokenKind.Integer;
        var end = SkipIntegerPart(_position);
        if (PeekAt(end) is '.')
        {
            kind = TokenKind.Float;
            end = SkipDigits(end + 1);
        }

        if (PeekAt(end) is 'e' or 'E')
        {
            kind = TokenKind.Float;
            end = SkipDigits(PeekAt(end + 1) is '+' or '-' ? end + 2 : end + 1);
        }

        // "1.0.0" and "0xF1" are mistakes, not two tokens.
        if (PeekAt(end) is '.' || Characters.IsNameStart((byte)PeekAt(end)))
        {
            Throw(end, $"Invalid number, expected digit but got: {Describe(end)}.");
        }

        Take(kind, end - _position);
    }

    private readonly int SkipIntegerPart(int position)
    {
        var first = PeekAt(position) is '-' ? position + 1 : position;
        if (PeekAt(first) is not '0')
        {
            return SkipDigits(first);
        }

        if (Characters.IsDigit(PeekAt(first + 1)))
        {
            Throw(first + 1,
                $"Invalid number, unexpected digit after 0: {Describe(first + 1)}.");
        }

        return first + 1;
    }

    private readonly int SkipDigits(int position)
    {
        if (!Characters.IsDigit(PeekAt(position)))
        {
            Throw(position, $"Invalid number, expected digit but got: {Describe(position)}.");
        }

        while (Characters.IsDigit(PeekAt(position)))
        {
            position++;
        }

        return position;
    }

    private void ReadString()
    {
        IsEscaped = false;
        var end = _position + 1;
        while (true)
        {
            end = SkipPlain(end);
            if (PeekAt(end) is '"')
            {
                break;
            }

            if (PeekAt(end) is not '\\')
            {
                Throw(end, "Unterminated string.");
            }

            IsEscaped = true;
            end += LengthOfEscape(end);
        }

        Kind = TokenKind.String;
        Skip(end + 1 - _position);
    }

    private readonly int LengthOfEscape(int position)
    {
        Span<char> decoded = stackalloc char[EscapeSequence.CharactersMax];
        var escape = EscapeSequence.Read(_text[position..], decoded);
        if (!escape.IsValid)
        {
            var what = PeekAt(position + 1) is 'u' ? "Unicode" : "character";
            var shown = SourceText.Characters(_text, position, escape.Length);
            Throw(position, $"Invalid {what} escape sequence: \"{shown}\".");
        }

        return escape.Length;
    }

    private void ReadBlockString()
    {
        Kind = TokenKind.BlockString;
        Skip(3);
        while (true)
        {
            Skip(SkipPlain(_position) - _position);
            var rest = _text[_position..];
            if (rest.IsEmpty)
            {
                Throw(_position, "Unterminated string.");
            }
            else if (rest[0] is (byte)'\n' or (byte)'\r')
            {
                SkipLineEnd();
            }
            else if (rest.StartsWith("\"\"\""u8))
            {
                Skip(3);
                return;
            }
            else
            {
                Skip(rest.StartsWith("\\\"\"\""u8) ? 4 : 1);
            }
        }
    }

    /// <summary>Finds the next quote, backslash or end of line.</summary>
    private readonly int SkipPlain(int position)
    {
        var length = _text[position..].IndexOfAny("\"\\\n\r"u8);
        return length < 0 ? _text.Length : position + length;
    }
}
