using System.Buffers.Binary;
using System.Globalization;

namespace Krewe.Embedded.Storage.Log;

/// <summary>Reads one generation of the write-ahead log after a stop of whatever kind.</summary>
/// <remarks>
/// <para>Shape: pages of FASTER's log: a four-byte length, the entry, padding to four bytes; a zero
/// length skips to the next page. Address 0 of the first page is unused up to 64.</para>
/// <para>Errors: a torn end ends the reading. Damage before it, a missing file or a hole in the
/// sequences throws <see cref="StoreCorruptException"/> that names the file.</para>
/// </remarks>
internal sealed class LogReader(StoreLayout layout, int generation)
{
    public const long FirstAddress = 64;

    private const int LengthBytes = sizeof(int);

    private readonly string _name =
        Path.Combine(layout.LogFolder(generation), WriteAheadLog.FileName);

    private int _segment = -1;
    private byte[] _bytes = [];

    public delegate void Visitor(LogEntry head, ReadOnlySpan<byte> body);

    /// <summary>Visits every entry from an address on; returns the last sequence read.</summary>
    public long Read(long address, long lastSequence, Visitor visit)
    {
        while (TryEntry(address, out var head, out var body, out var next)
            && head.Generation == generation
            && head.Sequence == lastSequence + 1)
        {
            visit(head, body);
            lastSequence = head.Sequence;
            address = next;
        }

        ThrowIfMoreWasAcknowledged(address, lastSequence);
        return lastSequence;
    }

    /// <summary>
    /// Looks at an address and, where its page has ended, at the start of the next page.
    /// </summary>
    private bool TryEntry(
        long address, out LogEntry head, out ReadOnlySpan<byte> body, out long next)
    {
        if (TryEntryAt(address, out head, out body, out next))
        {
            return true;
        }

        var page = PageStart(address + StoreLayout.PageBytes - 1);
        return page != address && IsPadding(address, page)
            && TryEntryAt(page, out head, out body, out next);
    }

    private bool TryEntryAt(
        long address, out LogEntry head, out ReadOnlySpan<byte> body, out long next)
    {
        head = default;
        body = default;
        next = address;
        var page = PageAt(address);
        if (page.Length < LengthBytes + LogEntry.HeadBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(page);
        if (length < LogEntry.HeadBytes || length > page.Length - LengthBytes
            || !LogEntry.TryRead(page.Slice(LengthBytes, length), out head))
        {
            return false;
        }

        body = page[(LengthBytes + LogEntry.HeadBytes)..(LengthBytes + length)];
        next = address + LengthBytes + ((length + 3) & ~3);
        return true;
    }

    private bool IsPadding(long address, long pageEnd) =>
        PageAt(address) is var rest
        && (rest.Length < LengthBytes || BinaryPrimitives.ReadInt32LittleEndian(rest) == 0)
        && pageEnd > address;

    /// <summary>What is left of the page at an address; empty beyond the last file.</summary>
    private ReadOnlySpan<byte> PageAt(long address)
    {
        var segment = (int)(address / layout.LogSegmentBytes);
        if (segment != _segment)
        {
            Load(segment);
        }

        var offset = (int)(address % layout.LogSegmentBytes);
        var pageEnd = PageStart(offset) + StoreLayout.PageBytes;
        var end = (int)Math.Min(pageEnd, _bytes.Length);
        return offset >= end ? [] : _bytes.AsSpan(offset..end);
    }

    private static long PageStart(long address) =>
        address / StoreLayout.PageBytes * StoreLayout.PageBytes;

    private void Load(int segment)
    {
        var path = FileDevice.SegmentName(_name, segment);
        if (!File.Exists(path))
        {
            throw new StoreCorruptException(
                $"'{path}' is missing: writes that were acknowledged may be in it. Put the file "
                + "back, or restore the whole directory from a backup.");
        }

        _bytes = File.ReadAllBytes(path);
        _segment = segment;
    }

    /// <summary>
    /// Whatever lies behind the place where reading ended must be younger than every promise.
    /// </summary>
    private void ThrowIfMoreWasAcknowledged(long address, long lastSequence)
    {
        var damaged = address;
        for (var end = (LastSegment() + 1) * layout.LogSegmentBytes; address < end;)
        {
            var page = PageAt(address);
            var found = page.IndexOf(LogEntry.MagicBytes);
            if (found < 0)
            {
                address = PageStart(address) + StoreLayout.PageBytes;
                continue;
            }

            if (found >= LengthBytes
                && TryEntryAt(address + found - LengthBytes, out var head, out _, out _)
                && head.Generation == generation && head.Durable > lastSequence)
            {
                throw Damage(damaged, lastSequence);
            }

            address += found + LengthBytes;
        }
    }

    private long LastSegment() => Directory.EnumerateFiles(Path.GetDirectoryName(_name)!)
        .Max(path => long.Parse(
            Path.GetExtension(path).AsSpan(1), CultureInfo.InvariantCulture));

    private StoreCorruptException Damage(long address, long lastSequence)
    {
        var path = FileDevice.SegmentName(_name, (int)(address / layout.LogSegmentBytes));
        return new StoreCorruptException(
            $"'{path}' is damaged at byte {address % layout.LogSegmentBytes}: the entry after "
            + $"number {lastSequence} does not match its checksum, and later entries are whole. "
            + "Restore the directory from a backup.");
    }
}
