using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Krewe.Embedded.Storage.Log;

/// <summary>The files of the write-ahead log: a write is answered when it is on disk.</summary>
/// <remarks>
/// <para>Shape: every file has its full length from the start, and the one after that in use is
/// always there, so a missing file is noticed. A new file is filled with zeros a little ahead of
/// what is written; one that is used again needs none of that.</para>
/// <para>Written by the one thread of the device.</para>
/// </remarks>
internal sealed unsafe class LogDevice : FileDevice
{
    private const int AheadBytes = 1 << 20;

    private readonly long _fileBytes;
    private readonly SpareFiles _spares;
    private readonly void* _zeros;
    private int _current = -1;
    private SafeFileHandle? _direct;
    private long _filledUntil;
    private bool _isNextFilled;

    public LogDevice(string name, long fileBytes, SpareFiles spares)
        : base(name, threads: 1)
    {
        _fileBytes = fileBytes;
        _spares = spares;
        _zeros = NativeMemory.AlignedAlloc(AheadBytes, Sector);
        NativeMemory.Clear(_zeros, AheadBytes);
        _isNextFilled = Make(0);
        _ = Open(0);
    }

    public override void Dispose()
    {
        base.Dispose();
        _direct?.Dispose();
        NativeMemory.AlignedFree(_zeros);
    }

    protected override void Delete(string path) => _spares.Keep(path);

    protected override void Write(int segment, ReadOnlySpan<byte> bytes, long offset)
    {
        if (segment != _current)
        {
            MoveTo(segment);
        }

        var end = offset + bytes.Length;
        if (end > _filledUntil)
        {
            var ahead = (int)Math.Min(AheadBytes, _fileBytes - end);
            Write(new ReadOnlySpan<byte>(_zeros, ahead), end);
            _filledUntil = end + ahead;
        }

        Write(bytes, offset);
    }

    private void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        if (_direct is not null && IsWhole(bytes, offset))
        {
            RandomAccess.Write(_direct, bytes, offset);
            return;
        }

        var file = Open(_current);
        RandomAccess.Write(file, bytes, offset);
        DiskSync.Flush(file);
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes, long offset)
    {
        var start = (long)(nint)System.Runtime.CompilerServices.Unsafe.AsPointer(
            ref MemoryMarshal.GetReference(bytes));
        return ((start | offset | (long)bytes.Length) & (Sector - 1)) == 0;
    }

    private void MoveTo(int segment)
    {
        _filledUntil = _isNextFilled ? _fileBytes : 0;
        _isNextFilled = Make(segment + 1);
        _direct?.Dispose();
        _direct = DiskSync.OpenDirect(SegmentName(FileName, segment));
        _current = segment;
    }

    /// <summary>
    /// Sees to it that a file is there for good; true when its blocks were written before.
    /// </summary>
    private bool Make(int segment)
    {
        var path = SegmentName(FileName, segment);
        var isUsed = _spares.TryTake(path);
        if (!isUsed)
        {
            using var file = File.OpenHandle(
                path,
                FileMode.Create,
                FileAccess.Write,
                FileShare.ReadWrite,
                FileOptions.None,
                _fileBytes);
            RandomAccess.FlushToDisk(file);
        }

        DiskSync.FlushDirectory(Path.GetDirectoryName(path)!);
        return isUsed;
    }
}
