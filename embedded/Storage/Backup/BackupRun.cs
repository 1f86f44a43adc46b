using System.Globalization;
using Krewe.Embedded.Storage.Log;
using Krewe.Embedded.Storage.Recovery;

namespace Krewe.Embedded.Storage.Backup;

/// <summary>A moment of the store that nothing is deleted of while it is pinned.</summary>
/// <remarks>
/// Shape: the checkpoint in <see cref="Manifest"/> and the log from there up to
/// <see cref="LogUntil"/>, where the entry <see cref="Sequence"/> ends.
/// </remarks>
internal sealed record PinnedMoment(
    StoreManifest Manifest, long LogUntil, long Sequence, long StateUntil);

/// <summary>Copies a pinned moment into a directory that is not there yet.</summary>
/// <remarks>
/// Everything is written under another name, read back where only reading tells, synced, and
/// renamed at the end: a directory with the right name is a whole backup. What lies there has the
/// shape of a store.
/// </remarks>
internal sealed class BackupRun(StoreEngine engine, PinnedMoment moment, BackupPlace place)
{
    private readonly List<ManifestFile> _files = [];

    private ManifestCheckpoint Checkpoint => moment.Manifest.Checkpoint!;

    public BackupManifest Run(DateTimeOffset takenAt, CancellationToken cancellationToken)
    {
        var copy = new FileCopy(place.Partial, cancellationToken);
        CopyCheckpoint(copy);
        CopyState(copy);
        CopyLog(copy);
        CheckLog();
        SaveManifest();
        SyncFolders();
        var manifest = new BackupManifest(
            BackupManifest.FormatVersion, takenAt, moment.Sequence, _files);
        manifest.Save(place.Partial);
        return manifest;
    }

    private void CopyCheckpoint(FileCopy copy)
    {
        foreach (var expected in Checkpoint.Files)
        {
            var source = Path.Combine(engine.Layout.Root, expected.Path);
            var copied = copy.Copy(source, expected.Path, expected.LengthBytes);
            _files.Add(copied == expected ? copied : throw new StoreCorruptException(
                $"'{source}' does not match its checksum. Take the backup again; if that fails "
                + "too, look after the disk."));
        }
    }

    /// <summary>What lies beyond the checkpoint's end comes from the log.</summary>
    private void CopyState(FileCopy copy)
    {
        var device = engine.State.Device;
        var size = engine.Layout.StateSegmentBytes;
        for (var segment = Checkpoint.StateBegin / size; segment * size < moment.StateUntil;
            segment++)
        {
            var start = segment * size;
            var path = FileDevice.SegmentName(engine.Layout.StateLog, (int)segment);
            if (!File.Exists(path) && start + FileDevice.Sector > Checkpoint.StateEnd)
            {
                // Nothing of what lies there has been written yet: the log has it.
                continue;
            }

            _files.Add(copy.Copy(
                path,
                NameOf(path),
                Math.Min(size, moment.StateUntil - start),
                (offset, bytes) => device.Check(start + offset, bytes, Checkpoint.StateEnd)));
        }
    }

    private void CopyLog(FileCopy copy)
    {
        var size = engine.Layout.LogSegmentBytes;
        var name = Path.Combine(
            engine.Layout.LogFolder(Checkpoint.LogGeneration), WriteAheadLog.FileName);
        var last = Math.Max(Checkpoint.LogAddress, moment.LogUntil - 1) / size;
        for (var segment = Checkpoint.LogAddress / size; segment <= last; segment++)
        {
            var path = PathOf(segment);
            var length = Math.Clamp(moment.LogUntil - (segment * size), 0, size);
            _files.Add(copy.Copy(path, NameOf(path), length));
        }

        // A reader of the log wants to find the file after the last one.
        _files.Add(copy.Copy(PathOf(last), NameOf(PathOf(last + 1)), lengthBytes: 0));

        string PathOf(long segment) => FileDevice.SegmentName(name, (int)segment);
    }

    /// <summary>Reads the copied log to its end: every entry has a checksum.</summary>
    private void CheckLog()
    {
        var layout = engine.Layout with { Root = place.Partial };
        var sequence = new LogReader(layout, Checkpoint.LogGeneration)
            .Read(Checkpoint.LogAddress, Checkpoint.Sequence, (_, _) => { });
        if (sequence != moment.Sequence)
        {
            throw new StoreCorruptException(string.Create(
                CultureInfo.InvariantCulture,
                $"The copy of the log ends at entry {sequence} instead of {moment.Sequence}. Take "
                + $"the backup again; if that fails too, look after the disk."));
        }
    }

    private void SaveManifest()
    {
        var layout = engine.Layout with { Root = place.Partial };
        moment.Manifest.Save(layout);
        _files.Add(CheckpointFiles.Describe(layout.Root, layout.Manifest));
    }

    private void SyncFolders()
    {
        foreach (var folder in Directory.EnumerateDirectories(
            place.Partial, "*", SearchOption.AllDirectories))
        {
            DiskSync.FlushDirectory(folder);
        }
    }

    private string NameOf(string path) => Path.GetRelativePath(engine.Layout.Root, path);
}
