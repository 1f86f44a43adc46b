using System.Buffers.Binary;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage;

/// <summary>
/// Walks the changes of an encoded batch; the record's head may be filled in on the way.
/// </summary>
internal ref struct ChangeReader(Span<byte> body)
{
    private Span<byte> _rest = body;

    public bool IsPut { get; private set; }

    public Span<byte> Key { get; private set; }

    /// <summary>Head, payload and slack; empty for a removal.</summary>
    public Span<byte> Record { get; private set; }

    public int PayloadBytes { get; private set; }

    public bool Next()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        IsPut = _rest[0] == WriteRequest.Put;
        var keyBytes = BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]);
        PayloadBytes = BinaryPrimitives.ReadInt32LittleEndian(_rest[4..]);
        Key = _rest.Slice(WriteRequest.ChangeHeadBytes, keyBytes);
        _rest = _rest[(WriteRequest.ChangeHeadBytes + keyBytes)..];
        var recordBytes = IsPut ? RecordFormat.SizeOf(PayloadBytes) : 0;
        Record = _rest[..recordBytes];
        _rest = _rest[recordBytes..];
        return true;
    }
}
