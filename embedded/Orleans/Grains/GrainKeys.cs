using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>How typed keys are written as bytes: numbers and GUIDs in hexadecimal, an extension
/// after a plus sign.</summary>
internal static class GrainKeys
{
    internal static IdSpan Of(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return IdSpan.Create(key);
    }

    internal static IdSpan Of(long key)
    {
        Span<byte> digits = stackalloc byte[16];
        _ = Utf8Formatter.TryFormat((ulong)key, digits, out var length, new('X'));
        return new IdSpan(digits[..length].ToArray());
    }

    internal static IdSpan Of(Guid key)
    {
        var digits = new byte[32];
        _ = Utf8Formatter.TryFormat(key, digits, out _, new('N'));
        return new IdSpan(digits);
    }

    internal static IdSpan Of(Guid key, string? extension) => With(Of(key), extension);

    internal static IdSpan Of(long key, string? extension) => With(Of(key), extension);

    internal static long Number(IdSpan key, out string? extension)
    {
        var text = Split(key, out extension);
        return (long)ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    internal static Guid Unique(IdSpan key, out string? extension)
    {
        var text = Split(key, out extension);
        return text.Length == 32
            ? Guid.ParseExact(text, "N")
            : throw new InvalidOperationException($"the key \"{key}\" is not a GUID");
    }

    internal static bool IsNumber(IdSpan key) =>
        Split(key, out _) is { Length: > 0 and <= 16 } text
        && ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _);

    private static string Split(IdSpan key, out string? extension)
    {
        var bytes = key.AsSpan();
        var plus = bytes.IndexOf((byte)'+');
        extension = plus < 0 ? null : Encoding.UTF8.GetString(bytes[(plus + 1)..]);
        return Encoding.UTF8.GetString(plus < 0 ? bytes : bytes[..plus]);
    }

    private static IdSpan With(IdSpan key, string? extension) =>
        string.IsNullOrEmpty(extension) ? key : IdSpan.Create($"{key}+{extension}");
}
