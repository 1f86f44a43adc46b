using System.Collections.Concurrent;
using System.Globalization;
using FASTER.core;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Embedded.Storage.Log;

/// <summary>A segmented file that reads and writes on threads of its own.</summary>
/// <remarks>
/// <para>Shape: segment n is the file <c>NAME.n</c>. What was written is on disk for good once
/// <see cref="Sync"/> returns.</para>
/// <para>Errors: the first failed write closes the device for writing, for good, and is kept in
/// <see cref="Fault"/>: what comes after a hole in a log is worth nothing.</para>
/// </remarks>
internal class FileDevice : StorageDeviceBase
{
    public const int Sector = 4096;

    private const uint FailedCode = 1;
    private const int CachedReadMax = 64 << 10;

    private readonly ConcurrentDictionary<int, SafeFileHandle> _files = new();
    private readonly ConcurrentDictionary<int, bool> _dirty = new();
    private readonly BlockingCollection<Job> _jobs = new(new ConcurrentQueue<Job>());
    private readonly Thread[] _threads;
    private Exception? _fault;
    private int _deleteBefore;
    private long _readBytes;

    public FileDevice(string name, int threads)
        : base(name, Sector, Devices.CAPACITY_UNSPECIFIED)
    {
        ThrottleLimit = int.MaxValue;
        _threads = [.. Enumerable.Range(0, threads).Select(index => new Thread(Work)
        {
            IsBackground = true,
            Name = $"{Path.GetFileName(name)} {index}",
        })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Called on the device's thread after every write has been answered.</summary>
    public Action? Written { get; set; }

    /// <summary>Called once, on the device's thread, when a write fails.</summary>
    public Action<Exception>? Failed { get; set; }

    /// <summary>The first failure to write, or null.</summary>
    public Exception? Fault => Volatile.Read(ref _fault);

    /// <summary>Bytes that were asked of the disk since the device was opened.</summary>
    public long ReadBytes => Interlocked.Read(ref _readBytes);

    /// <summary>For tests: called before each write, may throw as a full disk does.</summary>
    internal Action<long>? BeforeWrite { get; set; }

    /// <summary>For tests: called before each read.</summary>
    internal Action<long>? BeforeRead { get; set; }

    public static string SegmentName(string name, int segment) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}.{segment}");

    public override void WriteAsync(
        IntPtr sourceAddress,
        int segmentId,
        ulong destinationAddress,
        uint numBytesToWrite,
        DeviceIOCompletionCallback callback,
        object context) =>
        _jobs.Add(new Job(
            true,
            segmentId,
            (long)destinationAddress,
            sourceAddress,
            (int)numBytesToWrite,
            callback,
            context));

    public override void ReadAsync(
        int segmentId,
        ulong sourceAddress,
        IntPtr destinationAddress,
        uint readLength,
        DeviceIOCompletionCallback callback,
        object context)
    {
        var job = new Job(
            false,
            segmentId,
            (long)sourceAddress,
            destinationAddress,
            (int)readLength,
            callback,
            context);
        if (ReadCached(job))
        {
            callback(0, readLength, context);
        }
        else
        {
            _jobs.Add(job);
        }
    }

    /// <summary>Puts everything that was written before the call on disk.</summary>
    public void Sync()
    {
        foreach (var segment in _dirty.Keys)
        {
            _dirty.TryRemove(segment, out _);
            if (_files.TryGetValue(segment, out var file))
            {
                DiskSync.Flush(file);
            }
        }

        DiskSync.FlushDirectory(Path.GetDirectoryName(FileName)!);
    }

    /// <summary>
    /// Deletes the files that FASTER gave up; the owner decides when that is safe.
    /// </summary>
    public void DeleteTruncated() => DeleteBefore(Volatile.Read(ref _deleteBefore));

    /// <summary>Deletes every segment below <paramref name="segment"/>.</summary>
    public void DeleteBefore(int segment)
    {
        var folder = Path.GetDirectoryName(FileName)!;
        foreach (var path in Directory.EnumerateFiles(folder, Path.GetFileName(FileName) + ".*"))
        {
            var number = Path.GetExtension(path).AsSpan(1);
            if (int.TryParse(number, CultureInfo.InvariantCulture, out var found)
                && found < segment)
            {
                Forget(found);
                Delete(path);
                OnDeleted(found);
            }
        }
    }

    /// <summary>FASTER is done with this one; a checkpoint that is in force may not be.</summary>
    public override void RemoveSegmentAsync(
        int segment, AsyncCallback callback, IAsyncResult result)
    {
        RemoveSegment(segment);
        callback?.Invoke(result);
    }

    public override void RemoveSegment(int segment) =>
        Volatile.Write(ref _deleteBefore, Math.Max(_deleteBefore, segment + 1));

    public override void Dispose()
    {
        _jobs.CompleteAdding();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        foreach (var segment in _files.Keys)
        {
            Forget(segment);
        }

        _jobs.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What FASTER is told about a write that failed.</summary>
    protected virtual uint WriteFailedCode => FailedCode;

    /// <summary>Called with every piece that was written, before it is answered.</summary>
    protected virtual void OnWriting(long address, ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>
    /// Called with every piece that was read; throws when it is not what was written.
    /// </summary>
    protected virtual void OnRead(long address, ReadOnlySpan<byte> bytes)
    {
    }

    protected virtual void OnDeleted(int segment)
    {
    }

    protected virtual void Delete(string path) => File.Delete(path);

    protected virtual void Write(int segment, ReadOnlySpan<byte> bytes, long offset)
    {
        RandomAccess.Write(Open(segment), bytes, offset);
        _dirty[segment] = true;
    }

    /// <summary>Opens a file that is there, or makes one.</summary>
    protected virtual SafeFileHandle OpenFile(string path) => File.OpenHandle(
        path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);

    protected SafeFileHandle Open(int segment)
    {
        if (_files.TryGetValue(segment, out var file))
        {
            return file;
        }

        lock (_files)
        {
            return _files.TryGetValue(segment, out file)
                ? file
                : _files[segment] = OpenFile(SegmentName(FileName, segment));
        }
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            var error = job.Writes ? Write(job) : Read(job);
            job.Callback(error, (uint)job.Length, job.Context);
            if (job.Writes)
            {
                Written?.Invoke();
            }
        }
    }

    private unsafe uint Write(Job job)
    {
        if (Fault is not null)
        {
            return WriteFailedCode;
        }

        try
        {
            var address = Address(job);
            BeforeWrite?.Invoke(address);
            var bytes = new ReadOnlySpan<byte>((void*)job.Memory, job.Length);
            OnWriting(address, bytes);
            Write(job.Segment, bytes, job.Offset);
            return 0;
        }
        catch (Exception fault)
        {
            if (Interlocked.CompareExchange(ref _fault, fault, null) is null)
            {
                Failed?.Invoke(fault);
            }

            return WriteFailedCode;
        }
    }

    /// <summary>Reads at once what the page cache holds; a job that needs the disk, or fails, goes
    /// to a thread.</summary>
    private unsafe bool ReadCached(Job job)
    {
        if (job.Length > CachedReadMax || BeforeRead is not null
            || !_files.TryGetValue(job.Segment, out var file))
        {
            return false;
        }

        try
        {
            var bytes = new Span<byte>((void*)job.Memory, job.Length);
            if (!PageCache.TryRead(file, bytes, job.Offset))
            {
                return false;
            }

            OnRead(Address(job), bytes);
        }
        catch (Exception fault) when (fault is ObjectDisposedException or StoreCorruptException)
        {
            return false;
        }

        Interlocked.Add(ref _readBytes, job.Length);
        return true;
    }

    // FASTER looks at what was read even where it is told that nothing was: it must find nothing
    // there, and not what the memory held before, whose lengths would lead it anywhere.
    private unsafe uint Read(Job job)
    {
        var bytes = new Span<byte>((void*)job.Memory, job.Length);
        try
        {
            BeforeRead?.Invoke(Address(job));
            if (IsGone(job.Segment))
            {
                bytes.Clear();
                return 0;
            }

            Read(job, bytes);
            return 0;
        }
        catch (Exception fault)
        {
            bytes.Clear();
            if (IsGivenUp(job.Segment))
            {
                return 0;
            }

            ReadFault = fault;
            return FailedCode;
        }
    }

    private void Read(Job job, Span<byte> bytes)
    {
        var file = Open(job.Segment);
        var read = 0;
        while (read < bytes.Length)
        {
            var count = RandomAccess.Read(file, bytes[read..], job.Offset + read);
            if (count == 0)
            {
                // FASTER reads whole pages, also where only the first part was written.
                bytes[read..].Clear();
                break;
            }

            read += count;
        }

        Interlocked.Add(ref _readBytes, read);
        OnRead(Address(job), bytes);
    }

    // A file that was deleted since the read was asked for: whoever asked looks elsewhere, because
    // the log does not begin before it any more. Nor may the read make the file anew.
    private bool IsGone(int segment) => IsGivenUp(segment)
        && !_files.ContainsKey(segment)
        && !File.Exists(SegmentName(FileName, segment));

    private bool IsGivenUp(int segment) => segment < Volatile.Read(ref _deleteBefore);

    /// <summary>The last failure to read, for the message of whoever asked.</summary>
    public Exception? ReadFault { get; private set; }

    private long Address(Job job) => SegmentSize > 0
        ? (job.Segment * SegmentSize) + job.Offset
        : job.Offset;

    private void Forget(int segment)
    {
        if (_files.TryRemove(segment, out var file))
        {
            file.Dispose();
        }
    }

    private readonly record struct Job(
        bool Writes,
        int Segment,
        long Offset,
        IntPtr Memory,
        int Length,
        DeviceIOCompletionCallback Callback,
        object Context);
}
