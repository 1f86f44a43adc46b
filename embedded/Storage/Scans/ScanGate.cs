namespace Krewe.Embedded.Storage.Scans;

/// <summary>Many scans, or one compaction: compaction moves what a scan has still to see.</summary>
internal sealed class ScanGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _compaction;
    private TaskCompletionSource? _closing;
    private int _scans;

    public bool IsScanning => Volatile.Read(ref _scans) > 0;

    /// <summary>Waits while the log is compacted.</summary>
    public async ValueTask EnterScanAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task compaction;
            lock (_lock)
            {
                if (_closing is not null)
                {
                    throw new StoreFaultedException("The store is closed.");
                }

                if (_compaction is null)
                {
                    _scans++;
                    return;
                }

                compaction = _compaction.Task;
            }

            await compaction.WaitAsync(cancellationToken);
        }
    }

    public void ExitScan()
    {
        lock (_lock)
        {
            _scans--;
            EndClosing();
        }
    }

    /// <summary>Lets nobody in any more; done when all scans have ended.</summary>
    public async Task CloseAsync()
    {
        Task ended;
        lock (_lock)
        {
            _closing = new TaskCompletionSource(
                TaskCreationOptions.RunContinuationsAsynchronously);
            ended = _closing.Task;
            EndClosing();
        }

        await ended;
    }

    /// <summary>False while anybody scans: compaction has time.</summary>
    public bool TryEnterCompaction()
    {
        lock (_lock)
        {
            if (_scans > 0 || _compaction is not null)
            {
                return false;
            }

            _compaction =
                new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    public void ExitCompaction()
    {
        lock (_lock)
        {
            _compaction!.SetResult();
            _compaction = null;
        }
    }

    /// <summary>Runs under the lock.</summary>
    private void EndClosing()
    {
        if (_scans == 0)
        {
            _closing?.TrySetResult();
        }
    }
}
