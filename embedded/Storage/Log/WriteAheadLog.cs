using FASTER.core;

namespace Krewe.Embedded.Storage.Log;

/// <summary>The log that makes writes durable: appended by one thread, synced in groups.</summary>
/// <remarks>
/// FASTER's log does the paging and the flushing. It keeps no commit file here: every entry carries
/// its own checksum and sequence, so the log alone says where it ends, to <see cref="LogReader"/>.
/// Each opening of the store starts a new generation in a folder of its own; a file is written
/// over only once a checkpoint has made all of it needless.
/// </remarks>
internal sealed class WriteAheadLog : IDisposable
{
    public const string FileName = "log";

    private readonly LogDevice _device;
    private readonly FasterLog _log;

    public WriteAheadLog(StoreLayout layout, SpareFiles spares, int generation)
    {
        Generation = generation;
        var folder = layout.LogFolder(generation);
        Directory.CreateDirectory(folder);
        DiskSync.FlushDirectory(layout.LogRoot);
        _device = new LogDevice(
            Path.Combine(folder, FileName), layout.LogSegmentBytes, spares);
        _log = new FasterLog(new FasterLogSettings
        {
            LogDevice = _device,
            LogCommitManager = new NoCommitFiles(),
            PageSize = StoreLayout.PageBytes,
            MemorySize = layout.LogMemoryBytes,
            SegmentSize = layout.LogSegmentBytes,
            TryRecoverLatest = false,
        });
    }

    public int Generation { get; }

    public FileDevice Device => _device;

    public long TailAddress => _log.TailAddress;

    /// <summary>Every entry that ends at or before this is on disk.</summary>
    public long DurableUntil => _log.FlushedUntilAddress;

    /// <summary>Appends in memory; waits only when all pages wait for the disk.</summary>
    public void Append(ReadOnlySpan<byte> entry)
    {
        var spinner = new SpinWait();
        while (!_log.TryEnqueue(entry, out _))
        {
            if (_device.Fault is { } fault)
            {
                throw new StoreFaultedException("The write-ahead log cannot be written.", fault);
            }

            spinner.SpinOnce();
        }
    }

    /// <summary>Starts bringing everything appended so far to disk.</summary>
    public void StartCommit() => _log.Commit();

    public void DeleteBefore(long address, long segmentBytes) =>
        _device.DeleteBefore((int)(address / segmentBytes));

    public void Dispose()
    {
        _log.Dispose();
        _device.Dispose();
    }

    private sealed class NoCommitFiles : ILogCommitManager
    {
        public void Commit(
            long beginAddress,
            long untilAddress,
            byte[] commitMetadata,
            long commitNum,
            bool forceWriteMetadata)
        {
        }

        public byte[]? GetCommitMetadata(long commitNum) => null;

        public IEnumerable<long> ListCommits() => [];

        public void RemoveCommit(long commitNum)
        {
        }

        public void RemoveAllCommits()
        {
        }

        public void OnRecovery(long commitNum)
        {
        }

        public void Dispose()
        {
        }
    }
}
