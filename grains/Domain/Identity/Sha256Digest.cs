using System.Buffers;
using System.Runtime.InteropServices;

namespace Krewe.Domain.Identity;

/// <summary>A SHA-256 digest, kept as its 32 bytes.</summary>
/// <remarks>
/// <para>Shape: as text, 64 hex digits in lower case, which only <see cref="ToHex"/> and
/// <see cref="WriteHex"/> show.</para>
/// <para>Errors: <see cref="TryParse"/> refuses upper case, which the platforms do not
/// match.</para>
/// <para>Source: Audience Manager, "People-Based Destinations: prerequisites" (hex, lower case, no
/// salt), read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("sha256-digest")]
public readonly record struct Sha256Digest
{
    /// <summary>Bytes of a digest.</summary>
    public const int LengthBytes = 32;

    /// <summary>Hex digits of a digest.</summary>
    public const int HexLength = 2 * LengthBytes;

    private static readonly SearchValues<byte> LowerHex =
        SearchValues.Create("0123456789abcdef"u8);

    [Id(0)]
    private readonly ulong _first;

    [Id(1)]
    private readonly ulong _second;

    [Id(2)]
    private readonly ulong _third;

    [Id(3)]
    private readonly ulong _fourth;

    private Sha256Digest(ReadOnlySpan<ulong> parts) =>
        (_first, _second, _third, _fourth) = (parts[0], parts[1], parts[2], parts[3]);

    /// <summary>Takes 32 bytes.</summary>
    public static Sha256Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, LengthBytes, nameof(bytes));
        return new Sha256Digest(MemoryMarshal.Cast<byte, ulong>(bytes));
    }

    /// <summary>Parses 64 lower-case hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Sha256Digest digest)
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        if (hex.Length != HexLength
            || hex.ContainsAnyExcept(LowerHex)
            || Convert.FromHexString(hex, bytes, out _, out _) != OperationStatus.Done)
        {
            digest = default;
            return false;
        }

        digest = FromBytes(bytes);
        return true;
    }

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> destination)
    {
        ReadOnlySpan<ulong> parts = [_first, _second, _third, _fourth];
        MemoryMarshal.AsBytes(parts).CopyTo(destination);
    }

    /// <summary>Writes 64 hex digits in lower case, as UTF-8.</summary>
    public void WriteHex(Span<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        CopyTo(bytes);
        if (!Convert.TryToHexStringLower(bytes, utf8, out _))
        {
            throw new ArgumentException($"A digest takes {HexLength} digits.", nameof(utf8));
        }
    }

    /// <summary>The last of the 32 bytes.</summary>
    internal int LastByte => (int)(_fourth >> 56);

    /// <summary>A hash that is the same in every process.</summary>
    public ulong StableHashCode(ulong seed = 0) => StableHash.Mix(
        StableHash.Mix(StableHash.Mix(StableHash.Mix(seed, _first), _second), _third), _fourth);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)StableHashCode();

    /// <summary>64 hex digits in lower case.</summary>
    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Nothing that could be read: a digest stands for a person, and texts get into
    /// logs.</summary>
    public override string ToString() => "***";
}
