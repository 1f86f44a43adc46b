using System.Diagnostics;
using Krewe.Embedded.Storage.Backup;
using Krewe.Embedded.Storage.State;
using Microsoft.Extensions.Logging;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>Checkpoints and compaction, in the background, one at a time.</summary>
internal sealed partial class Maintenance(StoreEngine engine, ILogger logger) : IDisposable
{
    /// <summary>After a failure nothing is tried for so long.</summary>
    private static readonly long RestTicks = 5 * Stopwatch.Frequency;

    private readonly SemaphoreSlim _one = new(1, 1);
    private long _checkpointedUntil = Log.LogReader.FirstAddress;
    private long _restUntil;
    private int _running;

    // Changed under _one.
    private int _pins;

    // Never cancelled twice and never disposed while somebody may look at it.
    private readonly CancellationTokenSource _stop = new();

    private long SinceCheckpointBytes =>
        engine.Log.TailAddress - Volatile.Read(ref _checkpointedUntil);

    private bool CanCompact =>
        engine.Room.IsCompactionDue && !engine.Scans.IsScanning && Volatile.Read(ref _pins) == 0;

    /// <summary>The last background run.</summary>
    public Task Background { get; private set; } = Task.CompletedTask;

    /// <summary>The failure of the last background run, or null.</summary>
    public Exception? LastFault { get; private set; }

    /// <summary>Called after every commit: cheap unless something is due.</summary>
    public void Look()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        engine.Room.Look();
        var canCompact = CanCompact;
        if ((SinceCheckpointBytes >= engine.Options.CheckpointEveryBytes || canCompact)
            && Stopwatch.GetTimestamp() >= Volatile.Read(ref _restUntil)
            && Interlocked.CompareExchange(ref _running, 1, 0) == 0)
        {
            Background = Task.Run(RunInBackgroundAsync);
        }

        if (canCompact)
        {
            LimitRoom();
        }
    }

    /// <summary>
    /// Lets writers wait for the run that is on its way, also while it has yet to compact; a run
    /// that ends meanwhile is the last to look.
    /// </summary>
    private void LimitRoom()
    {
        if (Volatile.Read(ref _running) == 0)
        {
            return;
        }

        engine.Room.Begin();
        if (Volatile.Read(ref _running) == 0)
        {
            engine.Room.End();
        }
    }

    /// <summary>Takes a checkpoint now, and drops the log that it makes needless.</summary>
    public async Task CheckpointAsync()
    {
        await _one.WaitAsync(_stop.Token);
        try
        {
            await TakeAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Moves all that lives to the end of the log, in two steps, so that the disk of the first is
    /// free before the second needs some; false while a scan runs.
    /// </summary>
    public async Task<bool> CompactAsync()
    {
        await _one.WaitAsync(_stop.Token);
        try
        {
            if (!engine.Scans.TryEnterCompaction())
            {
                return false;
            }

            try
            {
                engine.Room.Begin();
                await CompactInStepsAsync();
            }
            finally
            {
                engine.Room.End();
                engine.Scans.ExitCompaction();
                engine.Splits.GrowOlder();
            }

            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task CompactInStepsAsync()
    {
        var started = Stopwatch.GetTimestamp();
        var log = engine.State.Log;
        var begin = log.BeginAddress;
        var end = log.SafeReadOnlyAddress / StoreLayout.PageBytes * StoreLayout.PageBytes;
        var live = log.TailAddress - end;
        foreach (var until in (long[])[begin + ((end - begin) / 2), end])
        {
            live += await Task.Factory.StartNew(
                () => new Compaction(
                    engine.State,
                    engine.Clock,
                    engine.RunOnWriterAsync,
                    engine.Room.Sample).Run(until, _stop.Token),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);

            // Files are deleted once a checkpoint no longer needs them.
            await TakeAsync();
        }

        engine.Room.SetLive(live);
        engine.Manifest = engine.Manifest with { LiveBytes = live };
        engine.Manifest.Save(engine.Layout);
        StoreMetrics.CompactionSeconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        StoreMetrics.LiveBytes.Record(live);
    }

    /// <summary>
    /// Takes a checkpoint that stays, with the log since, until <see cref="UnpinAsync"/>. Other
    /// checkpoints go on meanwhile.
    /// </summary>
    public async Task<PinnedMoment> PinAsync()
    {
        await _one.WaitAsync(_stop.Token);
        try
        {
            await TakeAsync();
            PinnedMoment? moment = null;
            await engine.RunOnWriterAsync(() => moment = new PinnedMoment(
                engine.Manifest,
                engine.Log.TailAddress,
                engine.Writer.Sequence,
                engine.State.Log.TailAddress));
            _pins++;
            return moment!;
        }
        finally
        {
            _one.Release();
        }
    }

    public async Task UnpinAsync()
    {
        await _one.WaitAsync();
        try
        {
            _pins--;
            DeleteOutdated(engine.Manifest.Checkpoint!);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Ends what runs in the background, lets nothing start any more, and takes a last checkpoint.
    /// </summary>
    public async Task StopAsync(bool checkpoint)
    {
        await _stop.CancelAsync();
        await _one.WaitAsync();
        try
        {
            if (checkpoint)
            {
                await TakeAsync();
            }
        }
        catch (Exception fault)
        {
            // The log has everything: the next opening replays it.
            LogFailure(fault, engine.Options.Directory);
        }
    }

    public void Dispose()
    {
        _one.Dispose();
        _stop.Dispose();
    }

    private async Task RunInBackgroundAsync()
    {
        try
        {
            if (SinceCheckpointBytes >= engine.Options.CheckpointEveryBytes)
            {
                StoreMetrics.LogBytes.Record(SinceCheckpointBytes);
                await CheckpointAsync();
            }

            if (CanCompact)
            {
                await CompactAsync();
            }

            LastFault = null;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The store closes.
        }
        catch (Exception fault)
        {
            // The log keeps everything: a later commit tries again.
            LastFault = fault;
            Volatile.Write(ref _restUntil, Stopwatch.GetTimestamp() + RestTicks);
            StoreMetrics.MaintenanceFailures.Add(1);
            LogFailure(fault, engine.Options.Directory);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
            engine.Room.End();
        }
    }

    private async Task TakeAsync()
    {
        var started = Stopwatch.GetTimestamp();
        ManifestCheckpoint? begun = null;
        await engine.RunOnWriterAsync(() => begun = Begin());
        await engine.State.CompleteCheckpointAsync();

        // The checkpoint may hold half of a batch that is younger than its place in the log.
        long required = 0;
        await engine.RunOnWriterAsync(() => required = engine.Writer.Sequence);
        engine.State.Device.Sync();
        engine.State.Device.Save(
            CheckpointFiles.BlocksOf(engine.Layout, begun!.Token),
            begun.StateBegin,
            begun.StateEnd);
        var checkpoint = begun with
        {
            RequiredSequence = required,
            Files = CheckpointFiles.Seal(engine.Layout, begun.Token),
        };
        engine.Manifest = engine.Manifest with { Checkpoint = checkpoint };
        engine.Manifest.Save(engine.Layout);
        Volatile.Write(ref _checkpointedUntil, checkpoint.LogAddress);
        DeleteOutdated(checkpoint);
        StoreMetrics.CheckpointSeconds.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        StoreMetrics.StateBytes.Record(engine.State.LogBytes);
        StoreMetrics.MemoryBytes.Record(
            engine.State.MemoryBytes + engine.Layout.LogMemoryBytes);
    }

    /// <summary>Runs on the writing thread, so the place in the log and the state agree.</summary>
    private ManifestCheckpoint Begin()
    {
        engine.State.Device.ThrowIfFailed();
        engine.State.AlignTail();
        return new ManifestCheckpoint(
            engine.State.StartCheckpoint(),
            engine.Log.Generation,
            engine.Log.TailAddress,
            engine.Writer.Sequence,
            RequiredSequence: 0,
            engine.State.Log.BeginAddress,
            engine.State.Log.TailAddress,
            engine.Tables.Snapshot(),
            engine.Large.Snapshot(),
            Files: []);
    }

    private void DeleteOutdated(ManifestCheckpoint checkpoint)
    {
        if (_pins > 0)
        {
            return;
        }

        CheckpointFiles.DeleteOthers(engine.Layout, checkpoint.Token);
        engine.State.Device.DeleteTruncated();
        engine.Room.Deleted(checkpoint.StateBegin);
        engine.Log.DeleteBefore(checkpoint.LogAddress, engine.Layout.LogSegmentBytes);
        var kept = engine.Layout.LogFolder(checkpoint.LogGeneration);
        foreach (var folder in Directory.EnumerateDirectories(engine.Layout.LogRoot)
            .Where(folder => folder != kept && folder != engine.Layout.LogSpares))
        {
            foreach (var file in Directory.EnumerateFiles(folder))
            {
                engine.Spares.Keep(file);
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    [LoggerMessage(LogLevel.Error, "The store in {Directory} could not take a checkpoint or "
        + "compact itself. Nothing is lost, but its log grows until it can: free the disk, "
        + "and restart if that does not help.")]
    private partial void LogFailure(Exception fault, string directory);
}
