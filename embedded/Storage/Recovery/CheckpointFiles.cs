using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage.Recovery;

/// <summary>The files that FASTER writes for one checkpoint.</summary>
internal static class CheckpointFiles
{
    private const int ReadBytes = 1 << 20;

    /// <summary>Where the checksums of the state log's blocks are kept.</summary>
    public static string BlocksOf(StoreLayout layout, Guid token) =>
        Path.Combine(Folders(layout).First(folder => IsOf(folder, token)), "blocks.dat");

    /// <summary>Puts them on disk for good and notes what they hold.</summary>
    public static IReadOnlyList<ManifestFile> Seal(StoreLayout layout, Guid token)
    {
        var files = new List<ManifestFile>();
        foreach (var folder in Folders(layout).Where(folder => IsOf(folder, token)))
        {
            foreach (var path in Directory.EnumerateFiles(folder))
            {
                using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
                {
                    RandomAccess.FlushToDisk(file);
                }

                files.Add(Describe(layout.Root, path));
            }

            DiskSync.FlushDirectory(folder);
        }

        return files;
    }

    /// <summary>
    /// Throws, with the name of the file, when one is missing or not what was written.
    /// </summary>
    public static void Verify(StoreLayout layout, IReadOnlyList<ManifestFile> files)
    {
        foreach (var expected in files)
        {
            var path = Path.Combine(layout.Root, expected.Path);
            if (!File.Exists(path))
            {
                throw new StoreCorruptException(
                    $"'{path}' is missing: it belongs to the checkpoint in force. Put the file "
                    + "back, or restore the whole directory from a backup.");
            }

            if (Describe(layout.Root, path) != expected)
            {
                throw new StoreCorruptException(
                    $"'{path}' does not match its checksum. Restore the directory from a backup.");
            }
        }
    }

    /// <summary>Deletes every checkpoint but one.</summary>
    public static void DeleteOthers(StoreLayout layout, Guid token)
    {
        foreach (var folder in Folders(layout).Where(folder => !IsOf(folder, token)))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Folders(StoreLayout layout) =>
        Directory.EnumerateDirectories(layout.Checkpoints)
            .SelectMany(Directory.EnumerateDirectories);

    private static bool IsOf(string folder, Guid token) =>
        string.Equals(
            Path.GetFileName(folder), token.ToString(), StringComparison.OrdinalIgnoreCase);

    /// <summary>What a file is now.</summary>
    public static ManifestFile Describe(string root, string path)
    {
        using var file = File.OpenHandle(path);
        var buffer = new byte[ReadBytes];
        var crc = Checksum.Seed;
        long offset = 0;
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
        {
            crc = Checksum.Append(crc, buffer.AsSpan(0, read));
        }

        return new ManifestFile(Path.GetRelativePath(root, path), offset, crc);
    }
}
