using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>What errors need to know of a source text, worked out only when there is one.</summary>
internal static class SourceText
{
    [DoesNotReturn]
    public static void Throw(ReadOnlySpan<byte> text, int position, string fault)
    {
        var (line, column) = PlaceOf(text, position);
        throw new SyntaxException(fault, position, line, column);
    }

    /// <summary>Refuses a text that is not UTF-8, so that nothing after this meets a half
    /// character.</summary>
    public static void ThrowIfNotUtf8(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            var position = 0;
            while (Rune.DecodeFromUtf8(text[position..], out _, out var length)
                is OperationStatus.Done)
            {
                position += length;
            }

            Throw(text, position, $"Invalid byte: 0x{text[position]:X2} is not UTF-8.");
        }
    }

    /// <summary>Line and column, both from one, counting columns in UTF-16 units.</summary>
    public static (int Line, int Column) PlaceOf(ReadOnlySpan<byte> text, int position)
    {
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < position; i++)
        {
            if (text[i] is (byte)'\n' || (text[i] is (byte)'\r' && !StartsLineFeed(text, i + 1)))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return (line, Encoding.UTF8.GetCharCount(text[lineStart..position]) + 1);
    }

    /// <summary>How an error names the character at a position.</summary>
    public static string DescribeCharacter(ReadOnlySpan<byte> text, int position)
    {
        if (position >= text.Length)
        {
            return TokenKind.EndOfFile.Describe();
        }

        Rune.DecodeFromUtf8(text[position..], out var rune, out _);
        return rune.Value switch
        {
            '"' => "'\"'",
            >= ' ' and <= '~' => $"\"{rune}\"",
            _ => $"U+{rune.Value:X4}",
        };
    }

    /// <summary>The next characters of the text, as many as asked for and there are.</summary>
    public static string Characters(ReadOnlySpan<byte> text, int position, int count)
    {
        const int BytesOfCharacterMax = 4;
        var rest = text[position..];
        var some = rest[..Math.Min(rest.Length, count * BytesOfCharacterMax)];
        var characters = Encoding.UTF8.GetString(some);
        return characters[..Math.Min(characters.Length, count)];
    }

    private static bool StartsLineFeed(ReadOnlySpan<byte> text, int position) =>
        position < text.Length && text[position] is (byte)'\n';
}
