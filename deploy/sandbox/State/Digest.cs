using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Krewe.Sandbox.State;

/// <summary>32 bytes of SHA-256, kept as numbers: a million of them are 32 MB.</summary>
internal readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    public const int Length = 32;
    public const int HexLength = 2 * Length;

    /// <summary>SHA-256 of nothing: what a client sends that hashed a missing value.</summary>
    public static readonly Digest OfNothing = Of([]);

    public static Digest Of(ReadOnlySpan<byte> data)
    {
        Span<byte> bytes = stackalloc byte[Length];
        SHA256.HashData(data, bytes);
        return FromBytes(bytes);
    }

    public static Digest FromBytes(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[..Length]);
        return new Digest(words[0], words[1], words[2], words[3]);
    }

    /// <summary>Reads 64 hex digits of either case.</summary>
    public static bool TryParse(ReadOnlySpan<byte> hex, out Digest digest)
    {
        Span<byte> bytes = stackalloc byte[Length];
        var isHex = hex.Length == HexLength
            && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
        digest = isHex ? FromBytes(bytes) : default;
        return isHex;
    }

    public void CopyTo(Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes[..Length]);
        (words[0], words[1], words[2], words[3]) = (A, B, C, D);
    }

    public string ToHex()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The digest is uniform already: any of its words is a hash code.</summary>
    public override int GetHashCode() => (int)A;

    public override string ToString() => ToHex();
}
