using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Codecs;

/// <summary>Reads what <see cref="StateWriter"/> wrote.</summary>
/// <remarks>
/// <para>Errors: <see cref="FormatException"/> where the bytes end too soon or make no
/// sense.</para>
/// </remarks>
public ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>True when everything has been read.</summary>
    public readonly bool IsEnd => _rest.IsEmpty;

    /// <summary>The format version that was read.</summary>
    public byte Format { get; private set; }

    /// <summary>Reads the format version that every stored form begins with.</summary>
    /// <param name="what">What is read, for the message.</param>
    /// <param name="known">The format that is written today.</param>
    /// <param name="oldest">The oldest that can be read; by default only today's.</param>
    /// <exception cref="FormatException">A later version of the product wrote it.</exception>
    public void Version(string what, byte known, byte? oldest = null)
    {
        var version = Format = Byte();
        if (version > known || version < (oldest ?? known))
        {
            throw new FormatException(
                $"A stored {what} has format {version}; this version of the product reads {known}. "
                + "Start the version that wrote it, or a later one.");
        }
    }

    /// <summary>Reads one byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Reads true or false.</summary>
    public bool Bool() => Byte() != 0;

    /// <summary>Reads a number of zero or more.</summary>
    public ulong Unsigned()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        ThrowDamaged("a number is too long");
        return 0;
    }

    /// <summary>Reads a number.</summary>
    public long Signed()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>Reads a number of zero or more that fits 31 bits.</summary>
    public int Int()
    {
        var value = Unsigned();
        if (value > int.MaxValue)
        {
            ThrowDamaged("a number is too large");
        }

        return (int)value;
    }

    /// <summary>Reads eight bytes, little endian.</summary>
    public ulong Fixed() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Reads how many elements follow; each takes a byte at least.</summary>
    public int Count()
    {
        var count = Int();
        if (count > _rest.Length)
        {
            ThrowDamaged("a count is larger than what follows");
        }

        return count;
    }

    /// <summary>Reads bytes that were written with their number.</summary>
    public ReadOnlySpan<byte> Bytes() => Take(Count());

    /// <summary>Reads all that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take(_rest.Length);

    /// <summary>Reads an identity.</summary>
    public IdentityKey Identity()
    {
        var source = new DataSourceId(Int());
        var form = (IdentityForm)Byte();
        var length = form switch
        {
            IdentityForm.None => 0,
            IdentityForm.Number => 16,
            IdentityForm.Digest => Sha256Digest.LengthBytes,
            _ => Count(),
        };
        return length == 0
            ? new IdentityKey(source, default)
            : new IdentityKey(source, IdentityValue.Read(form, Take(length)));
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (_rest.Length < length)
        {
            ThrowDamaged("the bytes end too soon");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    [DoesNotReturn]
    private static void ThrowDamaged(string why) =>
        throw new FormatException($"A stored state is damaged: {why}.");
}
