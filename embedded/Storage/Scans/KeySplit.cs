using System.Buffers.Binary;
using System.Globalization;
using Krewe.Embedded.Storage.State;

namespace Krewe.Embedded.Storage.Scans;

/// <summary>The keys of one table, split over files by their hash.</summary>
/// <remarks>
/// <para>Shape: for each record of the state log, in the log's order: key length (2, the highest
/// bit set for a removal), key. The last entry of a key decides, so a partition is read without
/// asking the store about any key.</para>
/// <para>One pass over the log fills all files; a later scan passes only what was written since.
/// The files live as long as the process at most and are never synced.</para>
/// </remarks>
internal sealed class KeySplit : IDisposable
{
    /// <summary>More files than this are not kept open at once.</summary>
    public const int FilesMax = 512;

    private const int LogBytesOfFile = 64 << 20;
    private const int BufferBytes = 16 << 10;
    private const ushort Removal = 0x8000;

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly ushort _table;
    private readonly FileStream[] _files;
    private readonly uint[] _checksums;
    private long _until;

    public KeySplit(string folder, ushort table, int partitions, long logBytes)
    {
        (_folder, _table, Partitions) = (folder, table, partitions);
        Directory.CreateDirectory(folder);

        // Enough files for one to fit into memory well, whatever the number of partitions.
        var wanted = (int)Math.Min(FilesMax, logBytes / LogBytesOfFile) / partitions;
        _files = [.. Enumerable.Range(0, partitions * Math.Max(1, wanted)).Select(file =>
            new FileStream(
                PathOf(file),
                FileMode.Create,
                FileAccess.ReadWrite,
                FileShare.Read,
                BufferBytes))];
        _checksums = new uint[_files.Length];
        Clear();
    }

    public int Partitions { get; }

    /// <summary>Scans that use it now; guarded by the owner's lock.</summary>
    public int Users { get; set; }

    /// <summary>Compactions since it was last used; guarded by the owner's lock.</summary>
    public int Age { get; set; }

    /// <summary>Takes in what the log holds by now, and freezes it there.</summary>
    public void Extend(StateStore state, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            try
            {
                Pass(state, cancellationToken);
            }
            catch
            {
                // An entry may be there in part: the next scan starts over.
                Clear();
                throw;
            }
        }
    }

    /// <summary>The keys of a partition that were there when it was extended last.</summary>
    public IEnumerable<byte[]> KeysOf(int partition)
    {
        for (var file = partition; file < _files.Length; file += Partitions)
        {
            foreach (var key in KeyFile.Read(Load(file)))
            {
                yield return key;
            }
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Pass(StateStore state, CancellationToken cancellationToken)
    {
        var log = state.Log;
        var end = log.TailAddress;
        log.ShiftReadOnlyAddress(end, wait: true);
        if (log.BeginAddress > _until)
        {
            // Compaction may have dropped removals that were never seen here.
            Clear();
            _until = log.BeginAddress;
        }

        using var iterator = log.Scan(_until, end);
        while (iterator.GetNext(out var info))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = iterator.GetKey().AsReadOnlySpan();
            if (BinaryPrimitives.ReadUInt16LittleEndian(key) == _table)
            {
                Add(key[RecordFormat.TableBytes..], info.Tombstone);
            }
        }

        _until = end;
    }

    private void Clear()
    {
        foreach (var file in _files)
        {
            file.SetLength(0);
        }

        Array.Fill(_checksums, Checksum.Seed);
        _until = 0;
    }

    private void Add(ReadOnlySpan<byte> key, bool isRemoval)
    {
        var file = (int)(StableHash.Of(key) % (ulong)_files.Length);
        Span<byte> entry = stackalloc byte[sizeof(ushort) + key.Length];
        var head = key.Length | (isRemoval ? Removal : 0);
        BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)head);
        key.CopyTo(entry[sizeof(ushort)..]);
        _files[file].Write(entry);
        _checksums[file] = Checksum.Append(_checksums[file], entry);
    }

    private byte[] Load(int file)
    {
        lock (_lock)
        {
            var stream = _files[file];
            stream.Flush();
            var bytes = new byte[stream.Length];
            var read = RandomAccess.Read(stream.SafeFileHandle, bytes, 0);
            return read == bytes.Length && Checksum.Of(bytes) == _checksums[file]
                ? bytes
                : throw new StoreCorruptException(
                    $"'{PathOf(file)}' is not what was written a moment ago: the disk or the "
                    + "memory is faulty. Nothing that is stored is lost with it; start again.");
        }
    }

    private string PathOf(int file) =>
        Path.Combine(_folder, file.ToString("D4", CultureInfo.InvariantCulture));

    /// <summary>Reads the entries of one file.</summary>
    private static class KeyFile
    {
        public static IEnumerable<byte[]> Read(byte[] bytes)
        {
            var isRemoved = new Dictionary<int, bool>(new ByKey(bytes));
            for (var at = 0; at < bytes.Length;)
            {
                var head = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at));
                isRemoved[at] = (head & Removal) != 0;
                at += sizeof(ushort) + (head & ~Removal);
            }

            return isRemoved
                .Where(pair => !pair.Value)
                .Select(pair => Key(bytes, pair.Key).ToArray());
        }

        private static ReadOnlySpan<byte> Key(byte[] bytes, int at) => bytes.AsSpan(
            at + sizeof(ushort),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(at)) & ~Removal);

        /// <summary>Places in the file are the same when the keys there are.</summary>
        private sealed class ByKey(byte[] bytes) : IEqualityComparer<int>
        {
            public bool Equals(int x, int y) => Key(bytes, x).SequenceEqual(Key(bytes, y));

            public int GetHashCode(int obj) => (int)Checksum.Of(Key(bytes, obj));
        }
    }
}
