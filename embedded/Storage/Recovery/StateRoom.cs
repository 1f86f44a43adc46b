using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>
/// Keeps the state log in proportion to what lives in it: says when compaction is due, and makes
/// writers wait while it falls behind.
/// </summary>
/// <remarks>
/// <para>Units: compaction is due at twice what lives, and writers wait at three times that (at
/// twice <see cref="EmbeddedStoreOptions.CompactFromBytes"/> if that is more); what is in flight
/// comes on top. What lives is what the last compaction found, or more if the one that runs finds
/// more on its way.</para>
/// <para>Writers wait only for a compaction that runs: one that fails, or that a scan or a backup
/// keeps from starting, holds nobody up, for a scan may end only when its reader has
/// written.</para>
/// </remarks>
internal sealed class StateRoom(StateStore state, long compactFromBytes)
{
    private const int SampleMin = 64;

    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private bool _isCompacting;
    private long _keptFrom;
    private long _liveBytes;

    public bool IsOpen => Volatile.Read(ref _closed) is null;

    public bool IsCompactionDue => state.LogBytes > Math.Max(compactFromBytes, 2 * LiveBytes);

    /// <summary>The state log on disk, with what waits to be deleted.</summary>
    public long UsedBytes => state.Log.TailAddress - Volatile.Read(ref _keptFrom);

    /// <summary>What the state log may take before writers wait.</summary>
    public long BytesMax => Math.Max(2 * compactFromBytes, 3 * LiveBytes);

    private long LiveBytes => Volatile.Read(ref _liveBytes);

    /// <summary>Waits for room; throws only when it is cancelled.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        while (Volatile.Read(ref _closed) is { } closed)
        {
            StoreMetrics.CompactionWaits.Add(1);
            await closed.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>From now on writers may have to wait.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            _isCompacting = true;
        }

        Look();
    }

    /// <summary>Called after each commit, and whenever there may be room again.</summary>
    public void Look()
    {
        if (!Volatile.Read(ref _isCompacting))
        {
            return;
        }

        lock (_lock)
        {
            if (!_isCompacting || UsedBytes < BytesMax)
            {
                Open();
            }
            else if (_closed is null)
            {
                _closed = new TaskCompletionSource(
                    TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isCompacting = false;
            Open();
        }
    }

    /// <summary>What compaction has found so far, in the first bytes of the log.</summary>
    public void Sample(long seenBytes, long livingBytes)
    {
        if (seenBytes >= state.LogBytes / SampleMin)
        {
            var share = (double)livingBytes / seenBytes;
            SetLive(Math.Max(LiveBytes, (long)(share * state.LogBytes)));
        }
    }

    public void SetLive(long bytes)
    {
        Volatile.Write(ref _liveBytes, bytes);
        Look();
    }

    /// <summary>Everything below an address has been deleted.</summary>
    public void Deleted(long until)
    {
        Volatile.Write(ref _keptFrom, until);
        Look();
    }

    /// <summary>Runs under the lock.</summary>
    private void Open()
    {
        _closed?.SetResult();
        Volatile.Write(ref _closed, null);
    }
}
