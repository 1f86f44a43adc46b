using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Krewe.Embedded.Storage.State;

/// <summary>
/// Where the pieces of one large value are: under its version, which is never reused.
/// </summary>
/// <remarks>
/// A reader that finds a piece gone has been overtaken by a write and starts over.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LargeValue(long Version, int LengthBytes, int PieceBytes)
{
    public const int PayloadBytes = sizeof(int) * 2;

    /// <summary>The table of pieces; callers' tables are numbered from 1.</summary>
    public const ushort Table = 0;

    public const int KeyBytes = RecordFormat.TableBytes + sizeof(long) + sizeof(int);

    public int Pieces => (LengthBytes + PieceBytes - 1) / PieceBytes;

    public static LargeValue Read(long version, ReadOnlySpan<byte> payload) => new(
        version,
        BinaryPrimitives.ReadInt32LittleEndian(payload),
        BinaryPrimitives.ReadInt32LittleEndian(payload[sizeof(int)..]));

    public void WritePayload(Span<byte> payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload, LengthBytes);
        BinaryPrimitives.WriteInt32LittleEndian(payload[sizeof(int)..], PieceBytes);
    }

    public void WriteKey(Span<byte> key, int piece)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(key, Table);
        BinaryPrimitives.WriteInt64LittleEndian(key[RecordFormat.TableBytes..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(key[(KeyBytes - sizeof(int))..], piece);
    }

    public Range RangeOf(int piece) =>
        (piece * PieceBytes)..Math.Min(LengthBytes, (piece + 1) * PieceBytes);
}
