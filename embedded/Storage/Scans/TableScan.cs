using System.Buffers.Binary;
using FASTER.core;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Scans;

/// <summary>One pass over the whole state log for the records of a partition.</summary>
/// <remarks>
/// What existed when the scan began lies below the end of the log at that moment, which is frozen
/// there. A record is given out where the walk meets its newest version. If that one lies
/// beyond the end, the key was written since: it is given out at the first of its versions and
/// remembered, so the memory of a scan grows with what is written meanwhile, not with the table.
/// </remarks>
internal sealed class TableScan(
    StateStore state, ushort table, int partition, int partitions, bool withValues)
{
    private const int LooksMax = 256;

    private readonly Queue<Look> _looks = new();
    private readonly HashSet<byte[]> _given = new(new ByBytes());
    private long _end;

    /// <summary>Runs on a thread of its own, which waits for the disk.</summary>
    public void Walk(ScanFeed feed, CancellationToken cancellationToken)
    {
        var log = state.Log;
        _end = log.TailAddress;
        log.ShiftReadOnlyAddress(_end, wait: true);
        using var iterator = log.Scan(log.BeginAddress, _end);
        while (iterator.GetNext(out var info))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!info.Tombstone && IsOurs(iterator.GetKey().AsReadOnlySpan()))
            {
                Meet(iterator, feed, cancellationToken);
            }
        }

        Finish(0, feed, cancellationToken);
    }

    private bool IsOurs(ReadOnlySpan<byte> key) =>
        BinaryPrimitives.ReadUInt16LittleEndian(key) == table
        && (partitions == 1
            || StableHash.Of(key[RecordFormat.TableBytes..]) % (ulong)partitions
                == (ulong)partition);

    private void Meet(
        IFasterScanIterator<SpanByte, SpanByte> iterator,
        ScanFeed feed,
        CancellationToken cancellationToken)
    {
        // The bytes follow the head in place: a copy of the head would have none.
        ref var key = ref iterator.GetKey();
        ref var value = ref iterator.GetValue();
        var address = iterator.CurrentAddress;
        if (state.TryFindNewer(key.AsReadOnlySpan(), address, out var newer, out var fromDisk))
        {
            if (newer.Address == 0 || newer.Found)
            {
                var look = new Look(
                    key.ToByteArray(), Copy(value.AsReadOnlySpan()), address, fromDisk);
                Judge(look, newer, feed, cancellationToken);
            }

            return;
        }

        _looks.Enqueue(new Look(
            key.ToByteArray(), Copy(value.AsReadOnlySpan()), address, fromDisk));
        Finish(LooksMax, feed, cancellationToken);
    }

    /// <summary>The payload of a whole record; null where it is in pieces.</summary>
    private byte[]? Copy(ReadOnlySpan<byte> value) =>
        !withValues ? []
        : RecordFormat.KindOf(value) == RecordKind.Whole ? RecordFormat.Payload(value).ToArray()
        : null;

    /// <summary>Waits for the oldest answers until few enough are left.</summary>
    private void Finish(int leave, ScanFeed feed, CancellationToken cancellationToken)
    {
        while (_looks.Count > leave)
        {
            var look = _looks.Dequeue();
#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
            Judge(look, look.Newer!.GetAwaiter().GetResult(), feed, cancellationToken);
#pragma warning restore VSTHRD002
        }
    }

    /// <summary>Gives the record out if this version stands for its key.</summary>
    private void Judge(
        Look look, ReadResult newer, ScanFeed feed, CancellationToken cancellationToken)
    {
        var isNewest = newer.Address == 0;
        if (!isNewest && (!newer.Found || newer.Address < _end || !_given.Add(look.Key)))
        {
            return;
        }

        var value = look.Payload ?? ReadAll(look.Key);
        if (value is not null)
        {
            feed.Give(
                new DurableRecord(look.Key.AsMemory(RecordFormat.TableBytes), value),
                cancellationToken);
        }
    }

    /// <summary>Reads the value as it is now, its pieces joined.</summary>
    private byte[]? ReadAll(byte[] key)
    {
        var first = state.TryRead(key, ReadMode.Value, out var result, out var fromDisk)
            ? Task.FromResult(result)
            : fromDisk;
#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
        return ValueReader.FinishAsync(state, key, first).GetAwaiter().GetResult().Payload;
#pragma warning restore VSTHRD002
    }

    private sealed record Look(
        byte[] Key, byte[]? Payload, long Address, Task<ReadResult>? Newer);

    private sealed class ByBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => (int)Checksum.Of(obj);
    }
}
