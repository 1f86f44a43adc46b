using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Krewe.Embedded.Storage.Log;

/// <summary>What an entry of the write-ahead log holds.</summary>
internal enum LogEntryKind : byte
{
    Batch = 1,
    Table = 2,

    /// <summary>No change: it only says how far the log was safe.</summary>
    Mark = 3,
}

/// <summary>The head of every entry of the write-ahead log, little endian.</summary>
/// <remarks>
/// <para>Shape:</para>
/// <code>
/// 0       4     8            12     13      14      16         24        32
/// +-------+-----+------------+------+-------+-------+----------+---------+------...
/// | magic | crc | generation | kind | flags | zeros | sequence | durable | body
/// +-------+-----+------------+------+-------+-------+----------+---------+------...
/// </code>
/// <para>Units: the checksum covers everything after itself. Sequences rise by one with each entry
/// and never restart. Durable is the sequence that was known to be on disk when this was written:
/// an unreadable entry at or below a later entry's durable was acknowledged, so it is damage; one
/// above all of them never was, so it is the torn end.</para>
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LogEntry(
    int Generation, LogEntryKind Kind, byte Flags, long Sequence, long Durable)
{
    public const int HeadBytes = 32;
    public const byte First = 1;
    public const byte Last = 2;

    /// <summary>The last digit is the format's version.</summary>
    public static ReadOnlySpan<byte> MagicBytes => "KWL1"u8;

    /// <summary>
    /// Fills in the head of <paramref name="entry"/>, whose body is there already.
    /// </summary>
    public void WriteTo(Span<byte> entry)
    {
        MagicBytes.CopyTo(entry);
        BinaryPrimitives.WriteInt32LittleEndian(entry[8..], Generation);
        entry[12] = (byte)Kind;
        entry[13] = Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(entry[14..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(entry[16..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(entry[24..], Durable);
        BinaryPrimitives.WriteUInt32LittleEndian(entry[4..], Checksum.Of(entry[8..]));
    }

    /// <summary>False for anything that is not exactly what <see cref="WriteTo"/> wrote.</summary>
    public static bool TryRead(ReadOnlySpan<byte> entry, out LogEntry head)
    {
        head = default;
        if (!LooksLikeOne(entry)
            || BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]) != Checksum.Of(entry[8..]))
        {
            return false;
        }

        head = new LogEntry(
            BinaryPrimitives.ReadInt32LittleEndian(entry[8..]),
            (LogEntryKind)entry[12],
            entry[13],
            BinaryPrimitives.ReadInt64LittleEndian(entry[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(entry[24..]));
        return true;
    }

    public static bool LooksLikeOne(ReadOnlySpan<byte> entry) =>
        entry.Length >= HeadBytes && entry.StartsWith(MagicBytes);
}
