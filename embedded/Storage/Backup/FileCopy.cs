using Krewe.Embedded.Storage.Recovery;

namespace Krewe.Embedded.Storage.Backup;

/// <summary>Copies files into a directory, durably, and notes what they hold.</summary>
internal sealed class FileCopy(string root, CancellationToken cancellationToken)
{
    private const int PieceBytes = 1 << 20;

    private readonly byte[] _piece = new byte[PieceBytes];

    public delegate void Check(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Copies the first bytes of a file; a check may throw on each piece.</summary>
    public ManifestFile Copy(string source, string name, long lengthBytes, Check? check = null)
    {
        var target = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var from = File.OpenHandle(
            source, share: FileShare.ReadWrite, options: FileOptions.SequentialScan);
        using var to = File.OpenHandle(target, FileMode.CreateNew, FileAccess.Write);
        var crc = Checksum.Seed;
        long offset = 0;
        while (offset < lengthBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var wanted = (int)Math.Min(PieceBytes, lengthBytes - offset);
            var read = Fill(from, _piece.AsSpan(0, wanted), offset);
            if (read == 0)
            {
                break;
            }

            var bytes = _piece.AsSpan(0, read);
            check?.Invoke(offset, bytes);
            RandomAccess.Write(to, bytes, offset);
            crc = Checksum.Append(crc, bytes);
            offset += read;
        }

        RandomAccess.FlushToDisk(to);
        return new ManifestFile(name, offset, crc);
    }

    /// <summary>Whole pieces but for the last: checks count on it.</summary>
    private static int Fill(
        Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> piece, long offset)
    {
        var read = 0;
        while (read < piece.Length
            && RandomAccess.Read(file, piece[read..], offset + read) is var count and > 0)
        {
            read += count;
        }

        return read;
    }
}
