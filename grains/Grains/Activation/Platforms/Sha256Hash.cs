using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Krewe.Grains.Activation.Platforms;

/// <summary>A SHA-256 value: 32 bytes without an allocation.</summary>
/// <remarks>
/// <para>Shape: four big-endian words, so that the order of words is the order of bytes.</para>
/// <para>It stands for a person, so its text is hidden; only <see cref="ToHex"/> and
/// <see cref="WriteHex"/> show it.</para>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Sha256Hash(ulong A, ulong B, ulong C, ulong D)
{
    public const int LengthBytes = 32;
    public const int HexLength = 2 * LengthBytes;

    private const string Digits = "0123456789abcdef";

    /// <summary>Reads 32 bytes.</summary>
    public static Sha256Hash FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != LengthBytes)
        {
            throw new ArgumentException($"A hash is {LengthBytes} bytes long.", nameof(bytes));
        }

        return new(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[24..]));
    }

    /// <summary>Reads 64 hex digits of either case.</summary>
    public static bool TryParseHex(ReadOnlySpan<char> hex, out Sha256Hash hash)
    {
        Span<byte> bytes = stackalloc byte[LengthBytes];
        var isHash = hex.Length == HexLength
            && Convert.FromHexString(hex, bytes, out _, out _) == OperationStatus.Done;
        hash = isHash ? FromBytes(bytes) : default;
        return isHash;
    }

    /// <summary>Writes 64 lower-case hex digits as UTF-8.</summary>
    public void WriteHex(Span<byte> utf8)
    {
        if (utf8.Length < HexLength)
        {
            throw new ArgumentException($"A hash takes {HexLength} digits.", nameof(utf8));
        }

        WriteWord(A, utf8);
        WriteWord(B, utf8[16..]);
        WriteWord(C, utf8[32..]);
        WriteWord(D, utf8[48..]);
    }

    /// <summary>64 lower-case hex digits.</summary>
    public string ToHex() => $"{A:x16}{B:x16}{C:x16}{D:x16}";

    public override string ToString() => "***";

    private static void WriteWord(ulong word, Span<byte> utf8)
    {
        for (var index = 15; index >= 0; index--)
        {
            utf8[index] = (byte)Digits[(int)(word & 0xF)];
            word >>= 4;
        }
    }
}
