using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Krewe.Embedded.Storage.Scans;

/// <summary>Carries records from the thread that finds them to the caller who asked.</summary>
/// <remarks>
/// The store's iterators wait for the disk, so a walk has a thread of its own. It gets no further
/// ahead of its reader than a few batches.
/// </remarks>
internal sealed class ScanFeed(CancellationToken closing)
{
    private const int BatchRecordsMax = 256;
    private const int BatchBytesMax = 256 << 10;
    private const int AheadMax = 4;

    private readonly Channel<List<DurableRecord>> _batches =
        Channel.CreateBounded<List<DurableRecord>>(new BoundedChannelOptions(AheadMax)
        {
            SingleReader = true,
            SingleWriter = true,
        });

    private List<DurableRecord> _batch = [];
    private int _batchBytes;

    /// <summary>
    /// Gives what the walk finds; ends the walk when the reader leaves or the store closes.
    /// </summary>
    /// <param name="walk">Finds the records, on a thread of its own.</param>
    /// <param name="ended">Runs when the walk has ended, whatever the reader does.</param>
    /// <param name="cancellationToken">The reader's.</param>
    public async IAsyncEnumerable<DurableRecord> RunAsync(
        Action<ScanFeed, CancellationToken> walk,
        Action ended,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, closing);
        var walking = Task.Factory.StartNew(
            () => Walk(walk, ended, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            await foreach (var batch in _batches.Reader.ReadAllAsync(cancellationToken))
            {
                foreach (var record in batch)
                {
                    yield return record;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await walking;
        }
    }

    /// <summary>Called by the walk; waits while the reader is far behind.</summary>
    public void Give(DurableRecord record, CancellationToken cancellationToken)
    {
        _batch.Add(record);
        _batchBytes += record.Key.Length + record.Value.Length;
        if (_batch.Count >= BatchRecordsMax || _batchBytes >= BatchBytesMax)
        {
            Send(cancellationToken);
        }
    }

    private void Walk(
        Action<ScanFeed, CancellationToken> walk,
        Action ended,
        CancellationToken cancellationToken)
    {
        try
        {
            walk(this, cancellationToken);
            Send(cancellationToken);
            _batches.Writer.Complete();
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            _batches.Writer.Complete(new StoreFaultedException("The store is closed."));
        }
        catch (Exception fault)
        {
            _batches.Writer.Complete(fault);
        }
        finally
        {
            ended();
        }
    }

    private void Send(CancellationToken cancellationToken)
    {
        while (!_batches.Writer.TryWrite(_batch))
        {
#pragma warning disable VSTHRD002 // The walk has a thread of its own to wait on.
            _batches.Writer.WaitToWriteAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }

        _batch = [];
        _batchBytes = 0;
    }
}
