using System.Buffers.Binary;

namespace Krewe.Domain.Identity;

/// <summary>A 64-bit hash that is the same in every process, on every machine, for ever.</summary>
/// <remarks>
/// <para>Shape: each step folds 64 bits in by a 128-bit multiplication, so that every input bit
/// reaches every output bit. Shards and buckets depend on it: it never changes.</para>
/// </remarks>
public static class StableHash
{
    private const ulong Odd = 0x9E37_79B9_7F4A_7C15;
    private const ulong Seed = 0xD6E8_FEB8_6659_FD93;

    /// <summary>Folds one word into a hash.</summary>
    public static ulong Mix(ulong hash, ulong word)
    {
        var high = Math.BigMul(hash ^ Seed, word ^ Odd, out var low);
        var folded = high ^ low ^ word;
        return (folded ^ (folded >> 32)) * Odd;
    }

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        Span<byte> rest = stackalloc byte[sizeof(ulong)];
        rest.Clear();
        bytes.CopyTo(rest);
        return Mix(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
    }

    /// <summary>Hashes text by its UTF-16 code units in little-endian order.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = (ulong)text.Length;
        foreach (var character in text)
        {
            hash = Mix(hash, character);
        }

        return hash;
    }

    /// <summary>Which of <paramref name="count"/> buckets a hash falls into.</summary>
    public static int Bucket(ulong hash, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return (int)Math.BigMul(hash, (ulong)count, out _);
    }
}
