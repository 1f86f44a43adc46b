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
public readonly struct StateWriter
{
    private const int VarintLengthMax = 10;
    private const int CapacityMin = 1 << 10;
    private const int CapacityKeptMax = 1 << 16;

    // Each thread keeps one buffer. Who begins to write takes it, so two writers never share it.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _spare;

    private readonly ArrayBufferWriter<byte> _output;

    /// <summary>Begins to write something of about so many bytes.</summary>
    public StateWriter(int capacity)
    {
        _output = _spare ?? new ArrayBufferWriter<byte>(Math.Max(capacity, CapacityMin));
        _spare = null;
    }

    /// <summary>Ends the writing.</summary>
    /// <returns>What was written, in memory of its own.</returns>
    public byte[] Finish()
    {
        var written = _output.WrittenSpan.ToArray();
        if (_output.Capacity <= CapacityKeptMax)
        {
            _output.ResetWrittenCount();
            _spare = _output;
        }

        return written;
    }

    /// <summary>Writes one byte.</summary>
    public void Byte(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    /// <summary>Writes true or false in one byte.</summary>
    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    /// <summary>Writes a number of zero or more.</summary>
    public void Unsigned(ulong value)
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

    /// <summary>Writes bytes and how many they are.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Count(value.Length);
        value.CopyTo(_output.GetSpan(value.Length));
        _output.Advance(value.Length);
    }

    /// <summary>Writes a number.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes eight bytes, little endian.</summary>
    public void Fixed(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_output.GetSpan(sizeof(ulong)), value);
        _output.Advance(sizeof(ulong));
    }

    /// <summary>Writes how many elements follow.</summary>
    public void Count(int count) => Unsigned((ulong)count);

    /// <summary>Writes an identity.</summary>
    public void Identity(IdentityKey identity)
    {
        Unsigned((ulong)identity.Source.Value);
        Byte((byte)identity.Value.Form);
        if (identity.Value.IsNone)
        {
            return;
        }

        var length = identity.Value.LengthBytes;
        if (identity.Value.Form is IdentityForm.ShortText or IdentityForm.LongText)
        {
            Count(length);
        }

        _output.Advance(identity.Value.Write(_output.GetSpan(length)));
    }
}
