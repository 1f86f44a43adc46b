using System.Buffers;
using System.Globalization;
using System.Text;

namespace Krewe.Domain.Traits;

/// <summary>How keys and values of signals compare: without regard to case.</summary>
internal static class SignalText
{
    /// <summary>Bytes that folding may need: a letter of two bytes may grow to three.</summary>
    public static int FoldedLengthMax(int length) => length + (length + 1) / 2;

    /// <summary>Writes text in lower case. Bytes that are no UTF-8 stay as they are.</summary>
    /// <returns>How many bytes were written.</returns>
    public static int Fold(ReadOnlySpan<byte> utf8, Span<byte> folded)
    {
        Ascii.ToLower(utf8, folded, out var written);
        var read = written;
        while (read < utf8.Length)
        {
            var isRune = Rune.DecodeFromUtf8(utf8[read..], out var rune, out var length)
                == OperationStatus.Done;
            if (isRune)
            {
                written += Rune.ToLowerInvariant(rune).EncodeToUtf8(folded[written..]);
            }
            else
            {
                utf8.Slice(read, length).CopyTo(folded[written..]);
                written += length;
            }

            read += length;
        }

        return written;
    }

    /// <summary>Text in lower case, for what is kept.</summary>
    public static byte[] Folded(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var folded = new byte[FoldedLengthMax(utf8.Length)];
        return folded[..Fold(utf8, folded)];
    }

    /// <summary>The number that a text is, NaN if it is none.</summary>
    public static double NumberOf(ReadOnlySpan<byte> utf8)
    {
        const NumberStyles Written = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint
            | NumberStyles.AllowExponent;
        return double.TryParse(utf8, Written, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number) ? number : double.NaN;
    }

    /// <summary>Whether words stand in a text, whole and in a row.</summary>
    public static bool ContainsWords(ReadOnlySpan<byte> text, ReadOnlySpan<byte> words)
    {
        for (var start = 0; start <= text.Length - words.Length; start++)
        {
            var index = text[start..].IndexOf(words);
            if (index < 0)
            {
                return false;
            }

            start += index;
            var end = start + words.Length;
            if ((start == 0 || !IsOfWord(text[start - 1]))
                && (end == text.Length || !IsOfWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Letters, digits, the underscore, and whatever is not ASCII.</summary>
    private static bool IsOfWord(byte utf8) =>
        utf8 >= 0x80 || utf8 == (byte)'_' || char.IsAsciiLetterOrDigit((char)utf8);
}
