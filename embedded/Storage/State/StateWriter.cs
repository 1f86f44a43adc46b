namespace Krewe.Embedded.Storage.State;

/// <summary>
/// Applies batches to the state, the same when they are new and when they are replayed.
/// </summary>
/// <remarks>
/// Used by one thread. Applying a batch again that was applied before, with all that followed it,
/// ends in the same state: that is what recovery from a checkpoint older than the log relies on.
/// </remarks>
internal sealed class StateWriter(StateStore state, LargeValues large, WriteClock clock)
{
    private readonly byte[] _piece = new byte[RecordFormat.SizeOf(StoreLayout.PieceBytes)];

    /// <summary>
    /// Seals every record of the batch with its version; the log entry holds them so.
    /// </summary>
    public static void Seal(Span<byte> body, long version)
    {
        var changes = new ChangeReader(body);
        while (changes.Next())
        {
            if (changes.IsPut)
            {
                RecordFormat.Seal(
                    changes.Record, changes.Key, RecordKind.Whole, version, changes.PayloadBytes);
            }
        }
    }

    public void Apply(Span<byte> body, long version)
    {
        clock.Tick();
        var changes = new ChangeReader(body);
        while (changes.Next())
        {
            clock.Mark(changes.Key, changes.IsPut ? version : WriteRequest.NoVersion);
            if (large.Count > 0 && large.Remove(changes.Key, out var old) && old.Version != version)
            {
                RemovePieces(old);
            }

            if (!changes.IsPut)
            {
                state.Delete(changes.Key);
            }
            else if (changes.PayloadBytes <= StoreLayout.PieceBytes)
            {
                state.Put(changes.Key, changes.Record);
            }
            else
            {
                PutLarge(changes.Key, changes.Record, version);
            }
        }

        clock.Applied();
    }

    private void PutLarge(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record, long version)
    {
        var payload = RecordFormat.Payload(record);
        var value = new LargeValue(version, payload.Length, StoreLayout.PieceBytes);
        Span<byte> pieceKey = stackalloc byte[LargeValue.KeyBytes];
        for (var piece = 0; piece < value.Pieces; piece++)
        {
            value.WriteKey(pieceKey, piece);
            var bytes = payload[value.RangeOf(piece)];
            bytes.CopyTo(_piece.AsSpan(RecordFormat.HeadBytes));
            Put(pieceKey, RecordKind.Piece, version, bytes.Length);
        }

        value.WritePayload(_piece.AsSpan(RecordFormat.HeadBytes));
        Put(key, RecordKind.Pieces, version, LargeValue.PayloadBytes);
        large.Add(key, value);
    }

    private void Put(ReadOnlySpan<byte> key, RecordKind kind, long version, int payloadBytes)
    {
        var size = RecordFormat.SizeOf(payloadBytes);
        _piece.AsSpan((RecordFormat.HeadBytes + payloadBytes)..size).Clear();
        RecordFormat.Seal(_piece.AsSpan(0, size), key, kind, version, payloadBytes);
        state.Put(key, _piece.AsSpan(0, size));
    }

    private void RemovePieces(LargeValue value)
    {
        Span<byte> pieceKey = stackalloc byte[LargeValue.KeyBytes];
        for (var piece = 0; piece < value.Pieces; piece++)
        {
            value.WriteKey(pieceKey, piece);
            clock.Mark(pieceKey, WriteRequest.NoVersion);
            state.Delete(pieceKey);
        }
    }
}
