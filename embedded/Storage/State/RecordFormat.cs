using System.Buffers.Binary;

namespace Krewe.Embedded.Storage.State;

/// <summary>What the value of a record in the state store is.</summary>
internal enum RecordKind : byte
{
    /// <summary>The value itself.</summary>
    Whole = 0,

    /// <summary>Where the pieces of a large value are; see <see cref="LargeValue"/>.</summary>
    Pieces = 1,

    /// <summary>One piece of a large value.</summary>
    Piece = 2,
}

/// <summary>A record of the state store, little endian.</summary>
/// <remarks>
/// <para>Shape: the key is the table's number (2 bytes) and the caller's key. The value is</para>
/// <code>
/// 0        1      2       4     8         16       20
/// +--------+------+-------+-----+---------+--------+---------+-------+
/// | format | kind | zeros | crc | version | length | payload | slack |
/// +--------+------+-------+-----+---------+--------+---------+-------+
/// </code>
/// <para>Units: the checksum covers kind, version, length, key and payload. The slack rounds up to
/// 16 bytes, so that a state that grows a little is still written in place.</para>
/// </remarks>
internal static class RecordFormat
{
    public const int HeadBytes = 20;
    public const int TableBytes = 2;
    public const int KeyBytesMax = 1024;
    public const int ValueBytesMax = 64 << 20;
    public const byte Version = 1;

    public static int SizeOf(int payloadBytes) => (HeadBytes + payloadBytes + 15) & ~15;

    public static int PayloadLength(ReadOnlySpan<byte> value) =>
        BinaryPrimitives.ReadInt32LittleEndian(value[16..]);

    public static long VersionOf(ReadOnlySpan<byte> value) =>
        BinaryPrimitives.ReadInt64LittleEndian(value[8..]);

    public static RecordKind KindOf(ReadOnlySpan<byte> value) => (RecordKind)value[1];

    public static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> value) =>
        value.Slice(HeadBytes, PayloadLength(value));

    /// <summary>Fills in the head of a value whose payload is there already.</summary>
    public static void Seal(
        Span<byte> value, ReadOnlySpan<byte> key, RecordKind kind, long version, int payloadBytes)
    {
        value[0] = Version;
        value[1] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(value[2..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(value[8..], version);
        BinaryPrimitives.WriteInt32LittleEndian(value[16..], payloadBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(value[4..], ChecksumOf(value, key));
    }

    /// <summary>Whether the value is exactly what <see cref="Seal"/> left.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key) =>
        value.Length >= HeadBytes && value[0] == Version
        && PayloadLength(value) is >= 0 and var length && length <= value.Length - HeadBytes
        && BinaryPrimitives.ReadUInt32LittleEndian(value[4..]) == ChecksumOf(value, key);

    private static uint ChecksumOf(ReadOnlySpan<byte> value, ReadOnlySpan<byte> key)
    {
        var crc = Checksum.Append(Checksum.Seed ^ value[1], value[8..HeadBytes]);
        return Checksum.Append(Checksum.Append(crc, key), Payload(value));
    }
}
