using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Krewe.Domain.Onboarding;

/// <summary>What is asked of the bytes of every line, before its columns are looked at.</summary>
internal static class LineText
{
    // All control characters but TAB, which separates columns.
    private static readonly SearchValues<byte> Controls = SearchValues.Create(
        [.. Enumerable.Range(0, 9).Concat(Enumerable.Range(10, 22)).Append(127)
            .Select(code => (byte)code)]);

    private static ReadOnlySpan<byte> QuotesBegin => [0xE2, 0x80];

    public static LineFault Check(ReadOnlySpan<byte> line)
    {
        if (line.ContainsAny(Controls))
        {
            return LineFault.ControlCharacter;
        }

        return Ascii.IsValid(line) || Utf8.IsValid(line) ? LineFault.None : LineFault.NotUtf8;
    }

    /// <summary>True if a double curly quote (U+201C to U+201F) stands anywhere.</summary>
    public static bool HasCurlyQuote(ReadOnlySpan<byte> utf8)
    {
        var at = utf8.IndexOf(QuotesBegin);
        while (at >= 0 && at + 2 < utf8.Length)
        {
            if (utf8[at + 2] is >= 0x9C and <= 0x9F)
            {
                return true;
            }

            utf8 = utf8[(at + 3)..];
            at = utf8.IndexOf(QuotesBegin);
        }

        return false;
    }
}
