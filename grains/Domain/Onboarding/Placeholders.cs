using System.Text;

namespace Krewe.Domain.Onboarding;

/// <summary>What systems write where they have no id.</summary>
/// <remarks><para>Shape: words, -1, and zeros with hyphens between, as of a UUID of nobody. Numbers
/// such as 0 can be somebody's id.</para></remarks>
internal static class Placeholders
{
    private const int LengthMax = 9;

    private static ReadOnlySpan<byte> HashOfNothing =>
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"u8;

    /// <summary>True of no text, spaces, and what stands for nobody in any case.</summary>
    public static bool Contains(ReadOnlySpan<byte> id)
    {
        var word = id.Trim((byte)' ');
        return IsWord(word) || (word.Contains((byte)'-') && !word.ContainsAnyExcept("0-"u8));
    }

    private static bool IsWord(ReadOnlySpan<byte> word) =>
        word.Length <= LengthMax
        && (word.IsEmpty
            || Is(word, "null"u8) || Is(word, "(null)"u8) || Is(word, "<null>"u8)
            || Is(word, "\\N"u8) || Is(word, "nil"u8) || Is(word, "none"u8)
            || Is(word, "n/a"u8) || Is(word, "#n/a"u8) || Is(word, "nan"u8)
            || Is(word, "undefined"u8) || Is(word, "unknown"u8)
            || Is(word, "anonymous"u8) || Is(word, "-1"u8));

    /// <summary>True of the SHA-256 of an empty address.</summary>
    public static bool IsHashOfNothing(ReadOnlySpan<byte> hash) =>
        hash.SequenceEqual(HashOfNothing);

    private static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> placeholder) =>
        Ascii.EqualsIgnoreCase(word, placeholder);
}
