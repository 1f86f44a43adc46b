using System.Buffers.Binary;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Scans;

/// <summary>A scan of one partition of many, by a split of the keys.</summary>
internal sealed class SplitScan(
    StateStore state,
    KeySplits splits,
    ushort table,
    int partition,
    int partitions,
    bool withValues)
{
    private const int ReadsMax = 256;

    private readonly Queue<(byte[] Key, Task<ReadResult> Read)> _reads = new();

    /// <summary>Runs on a thread of its own, which waits for the disk.</summary>
    public void Walk(ScanFeed feed, CancellationToken cancellationToken)
    {
        var split = splits.Take(table, partitions);
        var isDone = false;
        try
        {
            split.Extend(state, cancellationToken);
            foreach (var key in split.KeysOf(partition))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Find(key, feed, cancellationToken);
            }

            Finish(0, feed, cancellationToken);
            isDone = partition == partitions - 1;
        }
        finally
        {
            splits.Return(split, isDone);
        }
    }

    private void Find(byte[] key, ScanFeed feed, CancellationToken cancellationToken)
    {
        if (!withValues)
        {
            feed.Give(new DurableRecord(key, default), cancellationToken);
            return;
        }

        var full = new byte[RecordFormat.TableBytes + key.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(full, table);
        key.CopyTo(full, RecordFormat.TableBytes);
        var read = state.TryRead(full, ReadMode.Value, out var result, out var fromDisk)
            ? Task.FromResult(result)
            : fromDisk;
        _reads.Enqueue((full, read));
        Finish(ReadsMax, feed, cancellationToken);
    }

    /// <summary>Waits for the oldest reads until few enough are left.</summary>
    private void Finish(int leave, ScanFeed feed, CancellationToken cancellationToken)
    {
        while (_reads.Count > leave)
        {
            var (key, read) = _reads.Dequeue();
#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
            var value = ValueReader.FinishAsync(state, key, read).GetAwaiter().GetResult().Payload;
#pragma warning restore VSTHRD002
            if (value is not null)
            {
                feed.Give(
                    new DurableRecord(key.AsMemory(RecordFormat.TableBytes), value),
                    cancellationToken);
            }
        }
    }
}
