using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FASTER.core;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage;

/// <summary>One pass over the records of a partition, while writes go on.</summary>
/// <remarks>
/// <para>What existed when the scan began lies below the end of the log at that moment, which is
/// frozen there. Of the versions of a key below that end exactly one is the newest, and that one
/// stands for the key: where the walk meets it, the key's value of now is given out. So every
/// record comes once, with its newest value, and nothing is remembered meanwhile.</para>
/// <para>FASTER's iterator waits for the disk, so the walk has a thread of its own, which goes no
/// further ahead of the reader than the channel is long.</para>
/// </remarks>
internal sealed class TableScan(StoreEngine engine, ushort table, int partition, int partitions)
{
    private const int AheadMax = 256;

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
                    Visit(iterator, end, cancellationToken);
                }
            }

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

    private void Visit(
        IFasterScanIterator<SpanByte, SpanByte> iterator, long end, CancellationToken cancellationToken)
    {
        var key = iterator.GetKey().ToByteArray();
        if (!engine.State.IsNewestBelow(key, iterator.CurrentAddress, end))
        {
            return;
        }

#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
        var read = engine.State.TryRead(key, ReadMode.Value, out var result, out var fromDisk)
            ? Task.FromResult(result)
            : fromDisk;
        var value = ValueReader.FinishAsync(engine.State, key, read).GetAwaiter().GetResult();
        if (value.Payload is { } payload)
        {
            var record = new DurableRecord(key.AsMemory(RecordFormat.TableBytes), payload);
            while (!_records.Writer.TryWrite(record))
            {
                _records.Writer.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
            }
        }
#pragma warning restore VSTHRD002
    }
}
