using System.Collections.Concurrent;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.Recovery;
using Krewe.Embedded.Storage.Scans;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage;

/// <summary>Everything that lives from the opening of a store to its closing.</summary>
internal sealed class StoreEngine : IDisposable
{
    private readonly DirectoryLock _lock;

    private StoreEngine(EmbeddedStoreOptions options, DirectoryLock directoryLock)
    {
        Options = options;
        Layout = new StoreLayout(options);
        _lock = directoryLock;
        Gate = new ByteGate(Layout.InFlightBytesMax);
    }

    public EmbeddedStoreOptions Options { get; }

    public StoreLayout Layout { get; private set; }

    public StoreManifest Manifest { get; set; } = new();

    public StateStore State { get; private set; } = null!;

    public LargeValues Large { get; } = new();

    public WriteClock Clock { get; } = new();

    public TableNames Tables { get; } = new();

    public SpareFiles Spares { get; private set; } = null!;

    public WriteAheadLog Log { get; private set; } = null!;

    public StoreWriter Writer { get; private set; } = null!;

    public ByteGate Gate { get; }

    /// <summary>Holds writers up while compaction is behind.</summary>
    public StateRoom Room { get; private set; } = null!;

    /// <summary>Keeps compaction and scans apart.</summary>
    public ScanGate Scans { get; } = new();

    public KeySplits Splits { get; private set; } = null!;

    /// <summary>
    /// State log below which a partition is cheaper to find by a pass than by a split.
    /// </summary>
    public long SplitFromBytes { get; set; } = 8 << 20;

    /// <summary>Entries of the log that the opening had to replay.</summary>
    public long Replayed { get; private set; }

    private ConcurrentQueue<WriteRequest> Requests { get; } = new();

    /// <summary>
    /// Recovers what was acknowledged and starts the writer. Takes the time of the replay.
    /// </summary>
    public static StoreEngine Open(EmbeddedStoreOptions options)
    {
        StoreEngine? engine = null;
        try
        {
            var layout = new StoreLayout(options);
            Directory.CreateDirectory(layout.Root);
            engine = new StoreEngine(options, DirectoryLock.Take(layout));
            engine.Recover();
            return engine;
        }
        catch (Exception fault)
        {
            engine?.Dispose();
            if (fault is UnauthorizedAccessException || fault.GetType() == typeof(IOException))
            {
                throw new IOException(
                    $"The store in '{options.Directory}' cannot be opened: {fault.Message} Make "
                    + "the directory writable and free some of its disk, then start again: "
                    + "everything that was acknowledged is safe.",
                    fault);
            }

            throw;
        }
    }

    public WriteRequest Rent() =>
        Requests.TryDequeue(out var request) ? request : new WriteRequest(Requests.Enqueue);

    /// <summary>Runs an action between two writes; done when all before it is durable.</summary>
    public async Task RunOnWriterAsync(Action action)
    {
        var request = Rent();
        request.Begin(LogEntryKind.Batch, bodyBytes: 0, WriteRequest.AnyVersion);
        request.Control = action;
        if (!Gate.TryEnter(request.LengthBytes))
        {
            await Gate.EnterAsync(request.LengthBytes, CancellationToken.None);
        }

        Writer.Enqueue(request);
        await request.Task;

        // What follows may take long, and this thread has other answers to give.
        await Task.Yield();
    }

    /// <summary>How the records of a partition are found.</summary>
    public Action<ScanFeed, CancellationToken> WalkOf(
        ushort table, int partition, int partitions, bool withValues) =>
        partitions is 1 or > KeySplit.FilesMax || State.LogBytes < SplitFromBytes
            ? new TableScan(State, table, partition, partitions, withValues).Walk
            : new SplitScan(State, Splits, table, partition, partitions, withValues).Walk;

    public void Dispose()
    {
        Splits?.Dispose();
        Writer?.Dispose();
        Log?.Dispose();
        State?.Dispose();
        _lock.Dispose();
    }

    private void Recover()
    {
        var found = StoreManifest.Load(Layout);
        Manifest = found ?? new StoreManifest
        {
            IndexBytes = Layout.IndexBytes,
            StateSegmentBytes = Layout.StateSegmentBytes,
            LogSegmentBytes = Layout.LogSegmentBytes,
        };
        Layout = Layout with
        {
            IndexBytes = Manifest.IndexBytes,
            StateSegmentBytes = Manifest.StateSegmentBytes,
            LogSegmentBytes = Manifest.LogSegmentBytes,
        };
        if (Manifest.Checkpoint is null && Directory.Exists(Layout.StateRoot))
        {
            // Whatever is in there came after no checkpoint: the log has all of it.
            Directory.Delete(Layout.StateRoot, recursive: true);
        }

        if (Directory.Exists(Layout.ScanRoot))
        {
            Directory.Delete(Layout.ScanRoot, recursive: true);
        }

        if (found is null)
        {
            // Before the log's folder: a log without a manifest is taken for damage.
            Manifest.Save(Layout);
        }

        State = new StateStore(Layout);
        Room = new StateRoom(State, Options.CompactFromBytes);
        Splits = new KeySplits(State, Layout.ScanRoot);
        LoadCheckpoint();
        var apply = new StateWriter(State, Large, Clock);
        var replay = new LogReplay(Layout, apply, Tables);
        var sequence = replay.Run(Manifest);
        Replayed = replay.Entries;

        Spares = new SpareFiles(
            Layout.LogSpares,
            Layout.LogSegmentBytes,
            (int)(Options.CheckpointEveryBytes / Layout.LogSegmentBytes));
        Log = new WriteAheadLog(Layout, Spares, Manifest.Generation + 1);
        Manifest = Manifest with { Generation = Log.Generation };
        Manifest.Save(Layout);
        Writer = new StoreWriter(
            Log, State, apply, Clock, Tables, Gate, Options.CommitLinger, sequence);
    }

    private void LoadCheckpoint()
    {
        if (Manifest.Checkpoint is not { } checkpoint)
        {
            return;
        }

        CheckpointFiles.Verify(Layout, checkpoint.Files);
        Tables.Restore(checkpoint.Tables);
        Large.Restore(checkpoint.Large);
        State.Device.Load(
            CheckpointFiles.BlocksOf(Layout, checkpoint.Token),
            checkpoint.StateBegin,
            checkpoint.StateEnd);
        State.Recover(checkpoint.Token);
        Room.Deleted(checkpoint.StateBegin);
        Room.SetLive(Manifest.LiveBytes);
    }
}
