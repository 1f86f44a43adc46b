using System.Text;

namespace Krewe.Domain.Onboarding;

/// <summary>Keeps what names a person out of ids, samples and messages.</summary>
public static class PersonalData
{
    /// <summary>Characters of an excerpt, with the mark that it was cut.</summary>
    public const int ExcerptLengthMax = 96;

    /// <summary>True if an at sign, plain or as %40, has a dot after it.</summary>
    public static bool LooksLikeEmail(ReadOnlySpan<byte> text)
    {
        var at = IndexOfAt(text);
        return at >= 0
            && (text[at..].Contains((byte)'.') || text[at..].IndexOf("%2E"u8) >= 0
                || text[at..].IndexOf("%2e"u8) >= 0);
    }

    /// <summary>The beginning of a line, fit to be shown.</summary>
    /// <remarks><para>Shape: fields with an at sign keep their first character only
    /// (<c>j***@…</c>); TAB is shown as ⇥, other control characters and what is not UTF-8 as
    /// �.</para></remarks>
    public static string Excerpt(ReadOnlySpan<byte> line)
    {
        var text = new StringBuilder(ExcerptLengthMax);
        while (!line.IsEmpty && text.Length <= ExcerptLengthMax)
        {
            var end = line.IndexOfAny("\t,=;"u8);
            var field = end < 0 ? line : line[..end];
            AppendField(text, field);
            if (end >= 0)
            {
                text.Append(Visible((char)line[end]));
            }

            line = end < 0 ? [] : line[(end + 1)..];
        }

        return Cut(text);
    }

    /// <summary>A name, fit to be shown.</summary>
    public static string Excerpt(string text) => Excerpt(Encoding.UTF8.GetBytes(text));

    private static void AppendField(StringBuilder text, ReadOnlySpan<byte> field)
    {
        if (IndexOfAt(field) >= 0)
        {
            Rune.DecodeFromUtf8(field, out var first, out _);
            if (first.Value is not ('@' or '%'))
            {
                Append(text, first);
            }

            text.Append("***@…");
            return;
        }

        while (!field.IsEmpty && text.Length <= ExcerptLengthMax)
        {
            Rune.DecodeFromUtf8(field, out var rune, out var length);
            Append(text, rune);
            field = field[length..];
        }
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        Span<char> written = stackalloc char[2];
        var visible = Rune.IsControl(rune) ? Rune.ReplacementChar : rune;
        text.Append(written[..visible.EncodeToUtf16(written)]);
    }

    private static char Visible(char separator) => separator == '\t' ? '⇥' : separator;

    private static string Cut(StringBuilder text)
    {
        if (text.Length <= ExcerptLengthMax)
        {
            return text.ToString();
        }

        var end = ExcerptLengthMax - 1;
        end -= char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return text.ToString(0, end) + "…";
    }

    private static int IndexOfAt(ReadOnlySpan<byte> text)
    {
        var plain = text.IndexOf((byte)'@');
        return plain >= 0 ? plain : text.IndexOf("%40"u8);
    }
}
