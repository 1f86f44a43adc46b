using System.Buffers;
using System.Globalization;
using System.Text;

namespace Krewe.Embedded.Language;

/// <summary>Writes strings so that reading them gives the same value.</summary>
internal static class StringPrinter
{
    /// <summary>Longer text of one line gets lines of its own between the quotes.</summary>
    private const int PlainLineMax = 70;

    private const string Quotes = "\"\"\"";

    /// <summary>Quote, backslash and the control characters of ASCII and Latin-1.</summary>
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(x => (char)x)
            .Where(x => char.IsControl(x) || x is '"' or '\\')]);

    public static void AppendQuoted(StringBuilder output, string value)
    {
        output.Append('"');
        var rest = value.AsSpan();
        while (rest.IndexOfAny(Escaped) is >= 0 and var plain)
        {
            output.Append(rest[..plain]);
            AppendEscape(output, rest[plain]);
            rest = rest[(plain + 1)..];
        }

        output.Append(rest).Append('"');
    }

    /// <summary>A block string, or null if a block cannot say exactly this.</summary>
    public static string? Block(string value)
    {
        var content = BlockContent(value);
        return StringLiteral.Dedent(content) == value ? Quotes + content + Quotes : null;
    }

    private static string BlockContent(string value)
    {
        var escaped = value.Replace(Quotes, "\\" + Quotes, StringComparison.Ordinal);
        var isOneLine = !escaped.Contains('\n', StringComparison.Ordinal);
        var endsWithQuotes = escaped.EndsWith("\\" + Quotes, StringComparison.Ordinal);
        var needsLineAfter = value.EndsWith('\\') || (value.EndsWith('"') && !endsWithQuotes);
        var needsLineBefore = !isOneLine && LinesAfterFirstAreIndented(escaped);
        var isOpen = !isOneLine || value.Length > PlainLineMax || needsLineAfter
            || needsLineBefore || endsWithQuotes;
        var beginsIndented = isOneLine && StringLiteral.IndentOf(value) > 0;
        var before = (isOpen && !beginsIndented) || needsLineBefore ? "\n" : "";
        var after = isOpen ? "\n" : "";
        return before + escaped + after;
    }

    private static bool LinesAfterFirstAreIndented(string text) => Array.TrueForAll(
        text.Split('\n')[1..], line => line.Length == 0 || line[0] is ' ' or '\t');

    private static void AppendEscape(StringBuilder output, char character) => _ = character switch
    {
        '"' => output.Append("\\\""),
        '\\' => output.Append(@"\\"),
        '\b' => output.Append(@"\b"),
        '\f' => output.Append(@"\f"),
        '\n' => output.Append(@"\n"),
        '\r' => output.Append(@"\r"),
        '\t' => output.Append(@"\t"),
        _ => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
    };
}
