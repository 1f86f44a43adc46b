using System.Buffers.Binary;

namespace Krewe.Embedded;

/// <summary>A hash of bytes that is the same in every process and on every machine.</summary>
internal static class StableHash
{
    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;
    private const ulong Factor = 0xD6E8_FEB8_6659_FD93;

    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Seed ^ ((ulong)bytes.Length * Factor);
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        var last = 0UL;
        for (var i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << (8 * i);
        }
        return Mix(hash ^ last);
    }

    internal static uint Of32(ReadOnlySpan<byte> bytes)
    {
        var hash = Of(bytes);
        return (uint)(hash ^ (hash >> 32));
    }

    private static ulong Mix(ulong value)
    {
        value ^= value >> 32;
        value *= Factor;
        value ^= value >> 29;
        value *= Seed;
        return value ^ (value >> 32);
    }
}
