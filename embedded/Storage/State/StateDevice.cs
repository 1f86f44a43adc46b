using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage.State;

/// <summary>The files of the state log, with a checksum for every block of them.</summary>
/// <remarks>
/// A flipped byte in a key or in FASTER's own heads would make a record vanish without a word; so
/// every block that is read must be what was written. The checksums are a thousandth of the files,
/// are held in memory, and become part of each checkpoint. Blocks that the checkpoint's end lies in
/// are written again, so those after it are known only to this process.
/// </remarks>
internal sealed class StateDevice(StoreLayout layout)
    : FileDevice(layout.StateLog, threads: 4)
{
    private readonly ConcurrentDictionary<int, uint[]> _checksums = new();

    /// <summary>
    /// The checksums of everything between two addresses, to be kept with a checkpoint.
    /// </summary>
    public void Save(string path, long begin, long end)
    {
        using var file = File.Create(path);
        foreach (var (segment, checksums) in Segments(begin, end))
        {
            file.Write(MemoryMarshal.AsBytes(Known(segment).AsSpan(0, checksums)));
        }

        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Takes up saved checksums; throws when a file that they speak of is not there.
    /// </summary>
    public void Load(string path, long begin, long end)
    {
        using var file = File.OpenRead(path);
        foreach (var (segment, checksums) in Segments(begin, end))
        {
            var name = SegmentName(FileName, segment);
            if (!File.Exists(name) || new FileInfo(name).Length < (long)checksums * Sector)
            {
                throw new StoreCorruptException(
                    $"'{name}' is missing or too short: it belongs to the checkpoint in force. Put "
                    + "the file back, or restore the whole directory from a backup.");
            }

            file.ReadExactly(MemoryMarshal.AsBytes(Known(segment).AsSpan(0, checksums)));
        }
    }

    /// <summary>
    /// Throws when bytes of the files, read from a block's start, are not what was written; blocks
    /// beyond the end of a checkpoint may be written now and are passed.
    /// </summary>
    public void Check(long address, ReadOnlySpan<byte> bytes, long end) =>
        OnRead(address, bytes[..(int)Math.Clamp(end - address, 0, bytes.Length)]);

    /// <summary>Throws when a write has failed: the files are not what memory believes.</summary>
    public void ThrowIfFailed()
    {
        if (Fault is { } fault)
        {
            throw new StoreFaultedException(
                "The state log cannot be written. Free the disk, then restart: everything that "
                + "was acknowledged is safe.",
                fault);
        }
    }

    /// <summary>
    /// None: FASTER would wait for ever for a page that cannot leave its memory, and the writing
    /// thread with it. The store stops by <see cref="FileDevice.Failed"/>, and no checkpoint is
    /// made of what was lost here; the write-ahead log has all of it.
    /// </summary>
    protected override uint WriteFailedCode => 0;

    protected override void OnWriting(long address, ReadOnlySpan<byte> bytes)
    {
        var checksums = Known((int)(address / layout.StateSegmentBytes));
        var block = (int)(address % layout.StateSegmentBytes / Sector);
        for (; !bytes.IsEmpty; bytes = bytes[Math.Min(Sector, bytes.Length)..])
        {
            checksums[block++] = ChecksumOf(bytes[..Math.Min(Sector, bytes.Length)]);
        }
    }

    protected override void OnRead(long address, ReadOnlySpan<byte> bytes)
    {
        var segment = (int)(address / layout.StateSegmentBytes);
        var checksums = Known(segment);
        var block = (int)(address % layout.StateSegmentBytes / Sector);
        for (; bytes.Length >= Sector; bytes = bytes[Sector..], block++)
        {
            if (checksums[block] != 0 && checksums[block] != ChecksumOf(bytes[..Sector]))
            {
                throw new StoreCorruptException(
                    $"'{SegmentName(FileName, segment)}' is damaged in the block at byte "
                    + $"{(long)block * Sector}. Restore the directory from a backup.");
            }
        }
    }

    protected override void OnDeleted(int segment) => _checksums.TryRemove(segment, out _);

    /// <summary>Zero means unknown, so no block has it.</summary>
    private static uint ChecksumOf(ReadOnlySpan<byte> block) => Math.Max(1, Checksum.Of(block));

    private uint[] Known(int segment) => _checksums.GetOrAdd(
        segment, static (_, blocks) => new uint[blocks], (int)(layout.StateSegmentBytes / Sector));

    /// <summary>Each segment with the number of its blocks that lie wholly below the end.</summary>
    private IEnumerable<(int Segment, int Blocks)> Segments(long begin, long end)
    {
        var size = layout.StateSegmentBytes;
        for (var segment = begin / size; segment * size < end; segment++)
        {
            // A segment of which no whole block was written may have no file yet.
            var blocks = (int)(Math.Min(size, end - (segment * size)) / Sector);
            if (blocks > 0)
            {
                yield return ((int)segment, blocks);
            }
        }
    }
}
