using System.Buffers;
using System.Buffers.Binary;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Codecs;

/// <summary>Writes the compact binary form that states are kept in.</summary>
/// <remarks>
/// <para>Shape: unsigned numbers in groups of seven bits, lowest first; signed ones zigzag; an
/// identity as its data source, its form and the length of its bytes where the form leaves it
/// open.</para>
/// </remarks>
public struct StateWriter(int capacity)
{
    private const int VarintLengthMax = 10;

    private readonly ArrayBufferWriter<byte> _output = new(capacity);

    /// <summary>What has been written.</summary>
    public readonly ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    /// <summary>Writes one byte.</summary>
    public readonly void Byte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    /// <summary>Writes true or false in one byte.</summary>
    public readonly void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a number of zero or more.</summary>
    public readonly void Unsigned(ulong value)
    {
        var span = _output.GetSpan(VarintLengthMax);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        span[length++] = (byte)value;
        _output.Advance(length);
    }

    /// <summary>Writes a number.</summary>
    public readonly void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes eight bytes, little endian.</summary>
    public readonly void Fixed(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_output.GetSpan(sizeof(ulong)), value);
        _output.Advance(sizeof(ulong));
    }

    /// <summary>Writes how many elements follow.</summary>
    public readonly void Count(int count) => Unsigned((ulong)count);

    /// <summary>Writes an identity.</summary>
    public readonly void Identity(IdentityKey identity)
    {
        Unsigned((ulong)identity.Source.Value);
        Byte((byte)identity.Value.Form);
        Span<byte> bytes = stackalloc byte[IdentityValue.LengthMax];
        var length = identity.Value.IsNone ? 0 : identity.Value.Write(bytes);
        if (identity.Value.Form is IdentityForm.ShortText or IdentityForm.LongText)
        {
            Count(length);
        }

        _output.Write(bytes[..length]);
    }
}
