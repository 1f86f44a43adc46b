namespace Krewe.Embedded.Storage;

/// <summary>Lets a bounded number of bytes in; the rest wait in the order they came.</summary>
/// <remarks>One that is larger than the whole gate is let in when it is alone.</remarks>
internal sealed class ByteGate(long bytesMax)
{
    private readonly Lock _lock = new();
    private readonly Queue<(TaskCompletionSource Waiter, long Bytes)> _waiting = new();
    private long _bytes;
    private int _waitingCount;

    /// <summary>Takes a place when there is one and nobody waits.</summary>
    public bool TryEnter(long bytes)
    {
        if (Volatile.Read(ref _waitingCount) > 0)
        {
            return false;
        }

        var before = Interlocked.Add(ref _bytes, bytes) - bytes;
        if (before == 0 || before + bytes <= bytesMax)
        {
            return true;
        }

        Exit(bytes);
        return false;
    }

    /// <summary>Waits for a place; a wait that is cancelled gives its place back.</summary>
    public async ValueTask EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        StoreMetrics.Waits.Add(1);
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((waiter, bytes));
            Volatile.Write(ref _waitingCount, _waiting.Count);
            Admit();
        }

        try
        {
            await waiter.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!waiter.TrySetCanceled(cancellationToken))
        {
            // The place came at the same moment as the cancellation.
            Exit(bytes);
            throw;
        }
    }

    public void Exit(long bytes)
    {
        Interlocked.Add(ref _bytes, -bytes);
        if (Volatile.Read(ref _waitingCount) > 0)
        {
            lock (_lock)
            {
                Admit();
            }
        }
    }

    /// <summary>Runs under the lock.</summary>
    private void Admit()
    {
        while (_waiting.TryPeek(out var next))
        {
            var before = Interlocked.Add(ref _bytes, next.Bytes) - next.Bytes;
            if (before != 0 && before + next.Bytes > bytesMax)
            {
                // A release between the two additions is seen here, by the loop's caller or by
                // the releaser, who takes the lock because somebody waits.
                Interlocked.Add(ref _bytes, -next.Bytes);
                return;
            }

            _waiting.Dequeue();
            Volatile.Write(ref _waitingCount, _waiting.Count);
            if (!next.Waiter.TrySetResult())
            {
                Interlocked.Add(ref _bytes, -next.Bytes);
            }
        }
    }
}
