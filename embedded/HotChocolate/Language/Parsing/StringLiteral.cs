using System.Buffers;
using System.Text;

namespace Krewe.Embedded.Language;

/// <summary>The value of a string token, whose escapes the lexer has checked.</summary>
internal static class StringLiteral
{
    private const string BlockQuotes = "\"\"\"";

    /// <summary>Resolves the escapes of what stands between the quotes.</summary>
    public static string Unescape(ReadOnlySpan<byte> quoted)
    {
        var content = quoted[1..^1];
        var buffer = ArrayPool<char>.Shared.Rent(content.Length);
        try
        {
            return new string(buffer, 0, Unescape(content, buffer));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }

    /// <summary>The text of a block: its common indentation and blank edges are taken off.
    /// </summary>
    public static string Dedent(ReadOnlySpan<byte> quoted) =>
        Dedent(Encoding.UTF8.GetString(quoted[3..^3]));

    /// <summary>The same, of what stands between the quotes.</summary>
    public static string Dedent(string raw)
    {
        var content = raw
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace('\r', '\n')
            .Replace("\\" + BlockQuotes, BlockQuotes, StringComparison.Ordinal);
        var lines = content.Split('\n');
        var indent = CommonIndent(lines);
        for (var i = 1; i < lines.Length; i++)
        {
            lines[i] = lines[i].Length > indent ? lines[i][indent..] : "";
        }

        var first = Array.FindIndex(lines, line => !IsBlank(line));
        var last = Array.FindLastIndex(lines, line => !IsBlank(line));
        return first < 0 ? "" : string.Join('\n', lines, first, last - first + 1);
    }

    /// <summary>How many characters of white space a line begins with.</summary>
    public static int IndentOf(ReadOnlySpan<char> line)
    {
        var text = line.IndexOfAnyExcept(' ', '\t');
        return text < 0 ? line.Length : text;
    }

    private static int Unescape(ReadOnlySpan<byte> content, Span<char> buffer)
    {
        var written = 0;
        while (!content.IsEmpty)
        {
            var plain = content.IndexOf((byte)'\\');
            if (plain != 0)
            {
                plain = plain < 0 ? content.Length : plain;
                written += Encoding.UTF8.GetChars(content[..plain], buffer[written..]);
                content = content[plain..];
                continue;
            }

            var escape = EscapeSequence.Read(content, buffer[written..]);
            written += escape.Written;
            content = content[escape.Length..];
        }

        return written;
    }

    /// <summary>The least indentation of the lines after the first that hold text.</summary>
    private static int CommonIndent(string[] lines)
    {
        var common = int.MaxValue;
        for (var i = 1; i < lines.Length; i++)
        {
            if (!IsBlank(lines[i]))
            {
                common = Math.Min(common, IndentOf(lines[i]));
            }
        }

        return common;
    }

    private static bool IsBlank(string line) => IndentOf(line) == line.Length;
}
