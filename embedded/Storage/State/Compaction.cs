using FASTER.core;

namespace Krewe.Embedded.Storage.State;

/// <summary>Moves the records that live out of the older part of the state log.</summary>
/// <remarks>
/// FASTER's own compaction is a second writer; this one goes through the writing thread, so that it
/// alone changes the state, and a record that was written since it was looked at is left where it
/// is now. Runs on a thread of its own, which waits for the disk.
/// </remarks>
internal sealed class Compaction(
    StateStore state,
    WriteClock clock,
    Func<Action, Task> runOnWriter,
    Action<long, long> sample)
{
    private const int BatchBytesMax = 256 << 10;
    private const int LooksMax = 64;

    private readonly Queue<Look> _looks = new();
    private readonly List<Look> _batch = [];
    private int _batchBytes;

    /// <summary>
    /// Compacts what is on disk below an address; returns the bytes that were moved.
    /// </summary>
    public long Run(long end, CancellationToken cancellationToken)
    {
        var log = state.Log;
        var begin = log.BeginAddress;

        // No record crosses a page, and FASTER's iterator reads no further than it is told to: an
        // end inside a record would give that record without its tail.
        var until = Math.Min(end, log.SafeReadOnlyAddress)
            / StoreLayout.PageBytes * StoreLayout.PageBytes;
        if (until <= begin)
        {
            return 0;
        }

        long moved = 0;
        using (var iterator = log.Scan(begin, until))
        {
            while (iterator.GetNext(out var info))
            {
                // What was moved so far is there twice, which harms nobody: the newer one counts.
                cancellationToken.ThrowIfCancellationRequested();
                if (!info.Tombstone)
                {
                    Start(iterator);
                    var now = Finish(LooksMax);
                    if (now > 0)
                    {
                        moved += now;
                        sample(iterator.CurrentAddress - begin, moved);
                    }
                }
            }
        }

        moved += Finish(0) + Move();
        log.ShiftBeginAddress(until);
        return moved;
    }

    private void Start(IFasterScanIterator<SpanByte, SpanByte> iterator)
    {
        var key = iterator.GetKey().ToByteArray();
        var asOf = clock.Now;
        var address = iterator.CurrentAddress;
        var isDone = state.TryFindNewer(key, address, out var newer, out var fromDisk);
        if (isDone && newer.Address > 0)
        {
            return;
        }

        _looks.Enqueue(new Look(
            key,
            iterator.GetValue().ToByteArray(),
            address,
            asOf,
            isDone ? Task.FromResult(newer) : fromDisk!));
    }

    private long Finish(int leave)
    {
        long moved = 0;
        while (_looks.Count > leave)
        {
            var look = _looks.Dequeue();
#pragma warning disable VSTHRD002 // This thread is here to wait.
            var result = look.Read.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            if (result.Address == 0)
            {
                _batch.Add(look);
                _batchBytes += look.LengthBytes;
                moved += _batchBytes >= BatchBytesMax ? Move() : 0;
            }
        }

        return moved;
    }

    /// <summary>
    /// Writes the batch again at the end of the log; what changed meanwhile is there already.
    /// </summary>
    private long Move()
    {
        if (_batch.Count == 0)
        {
            return 0;
        }

        var unsure = new List<Look>();
#pragma warning disable VSTHRD002 // This thread is here to wait.
        runOnWriter(() => Put(unsure)).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        long moved = _batchBytes;
        _batch.Clear();
        _batchBytes = 0;
        foreach (var look in unsure)
        {
            LookAgain(look);
        }

        return moved + Move();
    }

    private void Put(List<Look> unsure)
    {
        foreach (var look in _batch)
        {
            if (clock.IsUnchanged(look.Key, look.AsOf))
            {
                state.Put(look.Key, look.Value);
            }
            else
            {
                unsure.Add(look);
            }
        }
    }

    private void LookAgain(Look look)
    {
        var asOf = clock.Now;
#pragma warning disable VSTHRD002 // This thread is here to wait.
        var result = state.TryFindNewer(
            look.Key, look.Address, out var now, out var fromDisk)
            ? now
            : fromDisk.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        if (result.Address == 0)
        {
            _batch.Add(look with { AsOf = asOf });
            _batchBytes += look.LengthBytes;
        }
    }

    private sealed record Look(
        byte[] Key, byte[] Value, long Address, long AsOf, Task<ReadResult> Read)
    {
        private const int HeadBytes = 8;

        /// <summary>What the record takes in the log: a head, and both with lengths.</summary>
        public int LengthBytes => HeadBytes + Aligned(Key.Length) + Aligned(Value.Length);

        private static int Aligned(int bytes) => (sizeof(int) + bytes + 7) & ~7;
    }
}
