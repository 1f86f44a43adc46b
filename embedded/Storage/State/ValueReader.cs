namespace Krewe.Embedded.Storage.State;

/// <summary>A value with its version; no payload where there is no record.</summary>
internal readonly record struct VersionedValue(byte[]? Payload, long Version);

/// <summary>
/// Finishes the reads that are not done at once: from the disk, or of large values.
/// </summary>
internal static class ValueReader
{
    public static async Task<VersionedValue> FinishAsync(
        StateStore state, byte[] key, Task<ReadResult> first)
    {
#pragma warning disable VSTHRD003 // The read was started for this call alone.
        var result = await first;
#pragma warning restore VSTHRD003
        while (result.Found && result.Kind == RecordKind.Pieces)
        {
            var value = LargeValue.Read(result.Version, result.Payload);
            if (await TryReadPiecesAsync(state, value) is { } payload)
            {
                return new VersionedValue(payload, result.Version);
            }

            // Overwritten meanwhile: the record tells where the new pieces are.
            result = await ReadAsync(state, key);
        }

        return new VersionedValue(result.Payload, result.Version);
    }

    private static async Task<byte[]?> TryReadPiecesAsync(StateStore state, LargeValue value)
    {
        var payload = new byte[value.LengthBytes];
        var key = new byte[LargeValue.KeyBytes];
        for (var piece = 0; piece < value.Pieces; piece++)
        {
            value.WriteKey(key, piece);
            var result = await ReadAsync(state, key);
            if (!result.Found)
            {
                return null;
            }

            result.Payload.CopyTo(payload.AsSpan(value.RangeOf(piece)));
        }

        return payload;
    }

    private static Task<ReadResult> ReadAsync(StateStore state, byte[] key) =>
        state.TryRead(key, ReadMode.Value, out var result, out var fromDisk)
            ? Task.FromResult(result)
            : fromDisk;
}
