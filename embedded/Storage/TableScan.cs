using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage;

/// <summary>One pass over the records of a partition, while writes go on.</summary>
/// <remarks>
/// <para>What existed when the scan began lies below the end of the log at that moment, which is
/// frozen there. A record is given out where the walk meets its newest version. If that one lies
/// beyond the end, the key was written since: it is given out at the first of its versions and
/// remembered, so the memory of a scan grows with what is written meanwhile, not with the table.
/// </para>
/// <para>FASTER's iterator waits for the disk, so the walk has a thread of its own, which goes no
/// further ahead of the reader than the channel is long.</para>
/// </remarks>
internal sealed class TableScan(StoreEngine engine, ushort table, int partition, int partitions)
{
    private const int AheadMax = 256;
    private const int ReadsMax = 64;

    private readonly Queue<(byte[] Key, long Address, Task<ReadResult> Read)> _reads = new();
    private readonly HashSet<byte[]> _given = new(new ByBytes());

    private readonly Channel<DurableRecord> _records = Channel.CreateBounded<DurableRecord>(
        new BoundedChannelOptions(AheadMax)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = BoundedChannelFullMode.Wait,
        });

    public async IAsyncEnumerable<DurableRecord> RunAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await engine.Scans.EnterScanAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var walk = Task.Factory.StartNew(
            () => Walk(stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await foreach (var record in _records.Reader.ReadAllAsync(cancellationToken))
            {
                yield return record;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await walk;
            engine.Scans.ExitScan();
        }
    }

    private void Walk(CancellationToken cancellationToken)
    {
        try
        {
            var log = engine.State.Log;
            var end = log.TailAddress;
            log.ShiftReadOnlyAddress(end, wait: true);
            using var iterator = log.Scan(log.BeginAddress, end);
            while (iterator.GetNext(out var info))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!info.Tombstone && IsOurs(iterator.GetKey().AsReadOnlySpan()))
                {
                    Start(iterator.GetKey().ToByteArray(), iterator.CurrentAddress);
                    Finish(ReadsMax, end, cancellationToken);
                }
            }

            Finish(0, end, cancellationToken);
            _records.Writer.Complete();
        }
        catch (Exception fault)
        {
            _records.Writer.Complete(fault);
        }
    }

    private bool IsOurs(ReadOnlySpan<byte> key) =>
        BinaryPrimitives.ReadUInt16LittleEndian(key) == table
        && StableHash.Of(key[RecordFormat.TableBytes..]) % (ulong)partitions == (ulong)partition;

    private void Start(byte[] key, long address) => _reads.Enqueue((
        key,
        address,
        engine.State.TryRead(key, ReadMode.Value, out var result, out var fromDisk)
            ? Task.FromResult(result)
            : fromDisk));

    /// <summary>Waits for the oldest reads until few enough are left.</summary>
    private void Finish(int leave, long end, CancellationToken cancellationToken)
    {
#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
        while (_reads.Count > leave)
        {
            var (key, address, read) = _reads.Dequeue();
            var result = read.GetAwaiter().GetResult();
            if (!result.Found || !Stands(key, address, result.Address, end))
            {
                continue;
            }

            var value = result.Kind == RecordKind.Whole
                ? result.Payload
                : ValueReader.FinishAsync(engine.State, key, read).GetAwaiter().GetResult().Payload;
            if (value is not null)
            {
                var given = key.AsMemory(RecordFormat.TableBytes);
                Give(new DurableRecord(given, value), cancellationToken);
            }
        }
#pragma warning restore VSTHRD002
    }

    /// <summary>Whether the version at an address stands for its key.</summary>
    private bool Stands(byte[] key, long address, long newest, long end) =>
        newest == address || (newest >= end && _given.Add(key));

    private void Give(DurableRecord record, CancellationToken cancellationToken)
    {
        while (!_records.Writer.TryWrite(record))
        {
#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
            _records.Writer.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
    }

    private sealed class ByBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => (int)Checksum.Of(obj);
    }
}
