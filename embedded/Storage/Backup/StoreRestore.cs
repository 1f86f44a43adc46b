using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.Recovery;

namespace Krewe.Embedded.Storage.Backup;

/// <summary>Makes a store of a backup.</summary>
/// <remarks>
/// Every file is checked before the first is copied, and again while it is. The store's manifest
/// comes last: a directory where restoring was cut short does not open.
/// </remarks>
internal static class StoreRestore
{
    private const string Manifest = "MANIFEST";

    public static StoreBackup Run(
        string backup, string directory, CancellationToken cancellationToken)
    {
        var source = Path.GetFullPath(backup);
        var target = Path.GetFullPath(directory);
        var manifest = BackupManifest.Load(source);
        BackupPlace.ThrowIfTaken(target);
        foreach (var file in manifest.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Verify(source, file);
        }

        Directory.CreateDirectory(target);
        var copy = new FileCopy(target, cancellationToken);
        foreach (var file in manifest.Files.Where(file => file.Path != Manifest))
        {
            Copy(copy, source, file, file.Path);
        }

        var last = manifest.Files.Single(file => file.Path == Manifest);
        Copy(copy, source, last with { Path = Manifest + ".restored" }, last.Path);
        SyncFolders(target);
        File.Move(Path.Combine(target, Manifest + ".restored"), Path.Combine(target, Manifest));
        DiskSync.FlushDirectory(target);
        return manifest.Describe(target);
    }

    private static void Verify(string source, ManifestFile file)
    {
        var path = Path.Combine(source, file.Path);
        if (Path.IsPathRooted(file.Path) || file.Path.Split('/', '\\').Contains(".."))
        {
            throw new StoreCorruptException(
                $"The backup in '{source}' names '{file.Path}', which is outside of it. Use "
                + "another backup.");
        }

        if (!File.Exists(path))
        {
            throw new StoreCorruptException(
                $"'{path}' is missing, so the backup is not whole. Use another backup.");
        }

        if (CheckpointFiles.Describe(source, path) != file)
        {
            throw Damaged(path);
        }
    }

    private static void Copy(FileCopy copy, string source, ManifestFile file, string name)
    {
        var path = Path.Combine(source, name);
        if (copy.Copy(path, file.Path, file.LengthBytes) != file)
        {
            throw Damaged(path);
        }
    }

    private static void SyncFolders(string target)
    {
        foreach (var folder in Directory.EnumerateDirectories(
            target, "*", SearchOption.AllDirectories))
        {
            DiskSync.FlushDirectory(folder);
        }
    }

    private static StoreCorruptException Damaged(string path) => new(
        $"'{path}' does not match its checksum, so the backup is damaged. Use another backup.");
}
