using System.Runtime.InteropServices;
using System.Text;

namespace Krewe.Embedded.Language;

/// <summary>One escape of a quoted string, such as <c>\n</c> or <c>\u{1F600}</c>.</summary>
/// <remarks>
/// <para>Units: <see cref="Length"/> is in bytes of the source, or, of an escape that is not
/// valid, in characters that show the fault; <see cref="Written"/> is in characters.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EscapeSequence(bool IsValid, int Length, int Written)
{
    /// <summary>A character beyond the basic plane takes a surrogate pair.</summary>
    public const int CharactersMax = 2;

    private const int FixedLength = 6;
    private const int PairLength = 12;

    /// <summary>Reads the escape that begins with the backslash at the start.</summary>
    public static EscapeSequence Read(ReadOnlySpan<byte> text, Span<char> decoded)
    {
        if (text.Length < 2 || text[1] is not (byte)'u')
        {
            return ReadCharacter(text, decoded);
        }

        return text.Length > 2 && text[2] is (byte)'{'
            ? ReadBraced(text, decoded)
            : ReadFixed(text, decoded);
    }

    private static EscapeSequence ReadCharacter(ReadOnlySpan<byte> text, Span<char> decoded)
    {
        decoded[0] = (text.Length < 2 ? default : text[1]) switch
        {
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => '\0',
        };
        return new EscapeSequence(decoded[0] is not '\0', 2, 1);
    }

    private static EscapeSequence ReadBraced(ReadOnlySpan<byte> text, Span<char> decoded)
    {
        var point = 0;
        var size = 3;
        while (size < PairLength)
        {
            var next = size < text.Length ? text[size] : default;
            size++;
            if (next is (byte)'}')
            {
                return size > 4 && Rune.IsValid(point)
                    ? new EscapeSequence(
                        IsValid: true, size, new Rune(point).EncodeToUtf16(decoded))
                    : Invalid(size);
            }

            point = (point << 4) | HexDigit(next);
            if (point < 0)
            {
                break;
            }
        }

        return Invalid(size);
    }

    private static EscapeSequence ReadFixed(ReadOnlySpan<byte> text, Span<char> decoded)
    {
        var unit = HexUnit(text, 2);
        if (Rune.IsValid(unit))
        {
            decoded[0] = (char)unit;
            return new EscapeSequence(IsValid: true, FixedLength, 1);
        }

        // As in JSON, two escapes may form one character, but never half of one.
        if (unit >= 0 && text[FixedLength..].StartsWith("\\u"u8)
            && HexUnit(text, FixedLength + 2) is >= 0 and var trailing
            && char.IsSurrogatePair((char)unit, (char)trailing))
        {
            decoded[0] = (char)unit;
            decoded[1] = (char)trailing;
            return new EscapeSequence(IsValid: true, PairLength, 2);
        }

        return Invalid(FixedLength);
    }

    private static EscapeSequence Invalid(int length) => new(IsValid: false, length, 0);

    /// <summary>Four hexadecimal digits, or a negative number.</summary>
    private static int HexUnit(ReadOnlySpan<byte> text, int start)
    {
        if (text.Length < start + 4)
        {
            return -1;
        }

        return (HexDigit(text[start]) << 12) | (HexDigit(text[start + 1]) << 8)
            | (HexDigit(text[start + 2]) << 4) | HexDigit(text[start + 3]);
    }

    private static int HexDigit(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };
}
