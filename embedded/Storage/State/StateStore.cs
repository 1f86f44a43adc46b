using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using FASTER.core;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.Recovery;
using Session = FASTER.core.ClientSession<
    FASTER.core.SpanByte,
    FASTER.core.SpanByte,
    Krewe.Embedded.Storage.State.ReadMode,
    Krewe.Embedded.Storage.State.ReadResult,
    FASTER.core.Empty,
    Krewe.Embedded.Storage.State.StateFunctions>;

namespace Krewe.Embedded.Storage.State;

/// <summary>The larger-than-memory state: FASTER's key-value store over our records.</summary>
/// <remarks>
/// One thread writes (<see cref="Put"/>, <see cref="Delete"/>); any thread reads. FASTER's read
/// cache is off: what is read from the disk becomes an activation, and that is the cache.
/// </remarks>
internal sealed class StateStore : IDisposable
{
    // What FASTER puts before a value under a key of LargeValue.KeyBytes, lengths included.
    private const int FillerHeadBytes = 36;
    private const int FillerBytesMin = 40;
    private const int AlignAttemptsMax = 4;
    private const int OverflowBucketBytes = 64;

    private readonly StoreLayout _layout;
    private readonly FasterKV<SpanByte, SpanByte> _store;
    private readonly StateFunctions _functions = new();
    private readonly SessionPool _sessions;
    private Session? _writer;

    public StateStore(StoreLayout layout)
    {
        _layout = layout;
        Directory.CreateDirectory(layout.StateRoot);
        Directory.CreateDirectory(layout.Checkpoints);
        Device = new StateDevice(layout);
        _store = new FasterKV<SpanByte, SpanByte>(new FasterKVSettings<SpanByte, SpanByte>
        {
            IndexSize = layout.IndexBytes,
            LogDevice = Device,
            PageSize = StoreLayout.PageBytes,
            MemorySize = layout.StateMemoryBytes,
            SegmentSize = layout.StateSegmentBytes,
            MutableFraction = 0.75,
            ConcurrencyControlMode = ConcurrencyControlMode.RecordIsolation,
            CheckpointManager = new DeviceLogCommitCheckpointManager(
                Checkpoints,
                new DefaultCheckpointNamingScheme(layout.Checkpoints),
                removeOutdated: false),
            RemoveOutdatedCheckpoints = false,
        });
        _sessions = new SessionPool(NewSession);
    }

    public StateDevice Device { get; }

    public CheckpointDevices Checkpoints { get; } = new();

    public FasterKV<SpanByte, SpanByte> Faster => _store;

    public LogAccessor<SpanByte, SpanByte> Log => _store.Log;

    /// <summary>Bytes of log on disk and in memory, dead records included.</summary>
    public long LogBytes => _store.Log.TailAddress - _store.Log.BeginAddress;

    /// <summary>The index with its overflow, and the pages in memory.</summary>
    public long MemoryBytes => _layout.IndexBytes
        + (_store.OverflowBucketCount * OverflowBucketBytes) + _store.Log.MemorySizeBytes;

    private Session Writer => _writer ??= NewSession();

    public Session NewSession() =>
        _store.For(_functions).NewSession<StateFunctions>(_functions);

    /// <summary>Called by the one writing thread.</summary>
    public unsafe void Put(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        fixed (byte* keyBytes = key)
        fixed (byte* valueBytes = value)
        {
            var spanKey = SpanByte.FromPointer(keyBytes, key.Length);
            var spanValue = SpanByte.FromPointer(valueBytes, value.Length);
            var status = Writer.Upsert(ref spanKey, ref spanValue);
            if (status.IsPending)
            {
                Writer.CompletePending(wait: true);
            }
        }
    }

    /// <summary>Called by the one writing thread.</summary>
    public unsafe void Delete(ReadOnlySpan<byte> key)
    {
        fixed (byte* keyBytes = key)
        {
            var spanKey = SpanByte.FromPointer(keyBytes, key.Length);
            var status = Writer.Delete(ref spanKey);
            if (status.IsPending)
            {
                Writer.CompletePending(wait: true);
            }
        }
    }

    /// <summary>Reads a record: true when it is done, else the disk is being asked.</summary>
    public unsafe bool TryRead(
        ReadOnlySpan<byte> key,
        ReadMode mode,
        out ReadResult result,
        [NotNullWhen(false)] out Task<ReadResult>? fromDisk)
    {
        var session = _sessions.Rent();
        while (true)
        {
            var begin = Log.BeginAddress;
            result = default;
            Status status;
            fixed (byte* keyBytes = key)
            {
                var spanKey = SpanByte.FromPointer(keyBytes, key.Length);
                status = session.Read(ref spanKey, ref mode, ref result);
            }

            if (status.IsPending)
            {
                fromDisk = ReadFromDiskAsync(session, key.ToArray(), mode, begin);
                return false;
            }

            if (status.Found || begin == Log.BeginAddress)
            {
                _sessions.Return(session);
                fromDisk = null;
                Check(status, ref result);
                return true;
            }
        }
    }

    /// <summary>
    /// Looks for a version of a key that is newer than the one at an address: true when the answer
    /// is there, else the disk is being asked. The address of the answer is zero if there is none
    /// that is newer; one that is not found is a removal.
    /// </summary>
    /// <remarks>
    /// The index alone knows that the newest version of a key is the newest, so asking about one
    /// costs no read.
    /// </remarks>
    public unsafe bool TryFindNewer(
        ReadOnlySpan<byte> key,
        long address,
        out ReadResult result,
        [NotNullWhen(false)] out Task<ReadResult>? fromDisk)
    {
        var session = _sessions.Rent();
        var mode = ReadMode.VersionOnly;
        var options = default(ReadOptions);

        // In memory the search has to end at a record of the key, the one at the address: where it
        // ends at that of another key with the same hash, above the head and below the stop, FASTER
        // reads at no address.
        StopAddress(ref options) = address >= Log.HeadAddress ? address : address + 1;
        result = default;
        Status status;
        RecordMetadata found;
        fixed (byte* keyBytes = key)
        {
            var spanKey = SpanByte.FromPointer(keyBytes, key.Length);
            status = session.Read(ref spanKey, ref mode, ref result, ref options, out found);
        }

        if (status.IsPending)
        {
            fromDisk = FindNewerOnDiskAsync(session, key.ToArray(), address);
            return false;
        }

        _sessions.Return(session);
        fromDisk = null;
        Check(status, ref result);
        if (found.RecordInfo.Tombstone)
        {
            result.Address = found.Address;
        }

        if (result.Address <= address)
        {
            result = default;
        }

        return true;
    }

    /// <summary>Loads a checkpoint into an empty store.</summary>
    public void Recover(Guid token)
    {
        try
        {
            _store.Recover(token, token);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            throw new StoreCorruptException(
                $"The checkpoint {token} does not load: {(Device.ReadFault ?? fault).Message} "
                + "Restore the directory from a backup.",
                fault);
        }
    }

    /// <summary>
    /// Fills the log up to the end of a block, so that all of a checkpoint lies in blocks that
    /// have a checksum; called by the writing thread.
    /// </summary>
    public void AlignTail()
    {
        Span<byte> key = stackalloc byte[LargeValue.KeyBytes];
        Span<byte> filler = stackalloc byte[2 * FileDevice.Sector];
        filler.Clear();
        for (var attempt = 1; attempt <= AlignAttemptsMax; attempt++)
        {
            var gap = (int)(-Log.TailAddress & (FileDevice.Sector - 1));
            if (gap == 0)
            {
                return;
            }

            // No piece of a large value has such a number.
            gap += gap < FillerBytesMin ? FileDevice.Sector : 0;
            new LargeValue(Log.TailAddress, 0, 1).WriteKey(key, -attempt);
            Put(key, filler[..(gap - FillerHeadBytes)]);
            Delete(key);
        }
    }

    /// <summary>
    /// Starts a checkpoint of everything applied so far; called by the writing thread.
    /// </summary>
    public Guid StartCheckpoint()
    {
        Checkpoints.Reset();
        return _store.TryInitiateFullCheckpoint(out var token, CheckpointType.FoldOver)
            ? token
            : throw new InvalidOperationException("A checkpoint is running already.");
    }

    /// <summary>Waits for its end; throws when not all of it was written.</summary>
    public async Task CompleteCheckpointAsync()
    {
        await _store.CompleteCheckpointAsync();
        Device.ThrowIfFailed();
        Checkpoints.ThrowIfFailed();
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _sessions.Dispose();
        _store.Dispose();
        Device.Dispose();
    }

    private async Task<ReadResult> FindNewerOnDiskAsync(Session session, byte[] key, long address)
    {
        var (result, isRemoval) = await CompleteAsync(session);
        if (!isRemoval)
        {
            return result.Address > address ? result : default;
        }

        // On the disk it may be the removal of another key with the same hash.
        var newest = TryRead(key, ReadMode.VersionOnly, out var read, out var fromDisk)
            ? read
            : await fromDisk;
        if (newest.Found)
        {
            return newest.Address > address ? newest : default;
        }

        newest.Address = address + 1;
        return newest;
    }

    /// <remarks>
    /// FASTER finds nothing at an address that the log no longer begins before, and compaction may
    /// have moved the record from there after the reading began: then the answer is not believed.
    /// </remarks>
    private async Task<ReadResult> ReadFromDiskAsync(
        Session session, byte[] key, ReadMode mode, long begin)
    {
        var (result, _) = await CompleteAsync(session);
        if (result.Found || begin == Log.BeginAddress)
        {
            return result;
        }

        return TryRead(key, mode, out var again, out var fromDisk) ? again : await fromDisk;
    }

    private async Task<(ReadResult Result, bool IsRemoval)> CompleteAsync(Session session)
    {
        // What the page cache held has been answered already.
        var outputs = session.CompletePendingWithOutputs(out var ready)
            ? ready
            : await session.CompletePendingWithOutputsAsync();
        if (!outputs.Next())
        {
            throw new StoreCorruptException($"A read from '{_layout.StateLog}' got no answer.");
        }

        var (status, result) = (outputs.Current.Status, outputs.Current.Output);
        var isRemoval = outputs.Current.RecordMetadata.RecordInfo.Tombstone;
        outputs.Dispose();
        _sessions.Return(session);
        Check(status, ref result);
        return (result, isRemoval);
    }

    private void Check(Status status, ref ReadResult result)
    {
        Device.ThrowIfFailed();
        if (Device.ReadFault is { } fault)
        {
            throw new StoreCorruptException(
                $"A read from '{_layout.StateLog}' failed: {fault.Message}", fault);
        }

        if (result.IsDamaged)
        {
            throw new StoreCorruptException(
                $"A record in '{_layout.StateLog}' does not match its checksum. Restore the "
                + "directory from a backup.");
        }

        result.Found = status.Found;
    }

    /// <summary>FASTER reads this option but lets nobody set it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<StopAddress>k__BackingField")]
    private static extern ref long StopAddress(ref ReadOptions options);
}
