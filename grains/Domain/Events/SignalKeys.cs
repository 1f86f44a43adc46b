using System.Buffers;

namespace Krewe.Domain.Events;

/// <summary>Which keys the rules of traits can name.</summary>
/// <remarks>
/// <para>Shape: letters and digits of ASCII, <c>-</c>, <c>_</c> and <c>.</c>, not digits
/// alone.</para>
/// <para>Source: Audience Manager, "Key name requirements for trait rules", read 2026-11.</para>
/// </remarks>
public static class SignalKeys
{
    /// <summary>Bytes of a key; longer ones are left out.</summary>
    public const int LengthMax = 255;

    private static readonly SearchValues<byte> Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    private static readonly SearchValues<byte> Digits = SearchValues.Create("0123456789."u8);

    /// <summary>Whether a rule can name a key.</summary>
    public static bool IsKey(ReadOnlySpan<byte> key) =>
        key.Length is > 0 and <= LengthMax
        && !key.ContainsAnyExcept(Letters)
        && key.ContainsAnyExcept(Digits);
}
