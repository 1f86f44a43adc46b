using Krewe.Embedded.Storage.Log;

namespace Krewe.Embedded.Storage.Backup;

/// <summary>Where a backup goes, and where it is while it is not whole.</summary>
internal sealed class BackupPlace
{
    private const string Marker = "INCOMPLETE";

    private BackupPlace(string target) => Target = target;

    public string Target { get; }

    public string Partial => Target + ".partial";

    /// <summary>Makes room; throws, with the cure, where somebody else's files are.</summary>
    public static BackupPlace Prepare(string directory, string storeRoot)
    {
        var place = new BackupPlace(
            Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        if ((place.Target + '/').StartsWith(storeRoot + '/', StringComparison.Ordinal))
        {
            throw new IOException(
                $"'{place.Target}' is inside the store. Name a directory outside of it.");
        }

        ThrowIfTaken(place.Target);
        place.DropPartial();
        Directory.CreateDirectory(place.Partial);
        File.WriteAllText(Path.Combine(place.Partial, Marker), "");
        return place;
    }

    /// <summary>Throws unless a directory is empty or not there.</summary>
    public static void ThrowIfTaken(string directory)
    {
        if (File.Exists(directory)
            || (Directory.Exists(directory)
                && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new IOException(
                $"'{directory}' is not empty. Name a directory that is empty or not there yet.");
        }
    }

    /// <summary>Gives the whole backup its name.</summary>
    public void Publish()
    {
        File.Delete(Path.Combine(Partial, Marker));
        DiskSync.FlushDirectory(Partial);
        if (Directory.Exists(Target))
        {
            Directory.Delete(Target);
        }

        Directory.Move(Partial, Target);
        DiskSync.FlushDirectory(Path.GetDirectoryName(Target)!);
    }

    /// <summary>Drops what an earlier backup left that did not get to its end.</summary>
    public void DropPartial()
    {
        if (!Directory.Exists(Partial))
        {
            return;
        }

        if (!File.Exists(Path.Combine(Partial, Marker)))
        {
            ThrowIfTaken(Partial);
        }

        Directory.Delete(Partial, recursive: true);
    }
}
