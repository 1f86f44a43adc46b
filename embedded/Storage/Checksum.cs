using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Krewe.Embedded.Storage;

/// <summary>CRC-32C (Castagnoli), eight bytes a step where the processor knows it.</summary>
internal static class Checksum
{
    public const uint Seed = 0xFFFF_FFFF;

    public static uint Of(ReadOnlySpan<byte> bytes) => Append(Seed, bytes);

    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var index = 0;
        for (; index <= bytes.Length - sizeof(ulong); index += sizeof(ulong))
        {
            crc = BitOperations.Crc32C(
                crc, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, index)));
        }

        for (; index < bytes.Length; index++)
        {
            crc = BitOperations.Crc32C(crc, Unsafe.Add(ref start, index));
        }

        return crc;
    }
}

/// <summary>A 64-bit hash that never changes: it decides partitions (FNV-1a, then mixed).</summary>
internal static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * Prime;
        }

        // The low bits of FNV are weak, and partitions are taken from them.
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
