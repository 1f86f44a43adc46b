using Krewe.Embedded.Storage.Backup;

namespace Krewe.Embedded.Storage;

/// <content>Copies of the whole store.</content>
public sealed partial class EmbeddedStore
{
    private readonly SemaphoreSlim _backup = new(1, 1);
    private readonly CancellationTokenSource _closing = new();

    /// <summary>Copies the store as it is at one moment, while reads and writes go on.</summary>
    /// <remarks>
    /// <para>Shape: everything that was acknowledged before the call, and what follows it up to one
    /// write; nothing after that. The directory is made; until the backup is whole, and checked, it
    /// has another name. Checkpoints made meanwhile keep their files until it ends.</para>
    /// <para>Errors: the directory is not empty, a backup is running, the disk is full, or a file
    /// of the store is damaged; nothing is left behind.</para>
    /// </remarks>
    public async Task<StoreBackup> BackupAsync(
        string directory, CancellationToken cancellationToken)
    {
        var engine = Engine;
        if (!await _backup.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            throw new IOException("A backup is being taken already. Wait for its end.");
        }

        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(
                cancellationToken, _closing.Token);
            return await new Backups(engine, Maintenance).TakeAsync(directory, stop.Token);
        }
        finally
        {
            _backup.Release();
        }
    }

    /// <summary>Makes a store of a backup in a directory that is empty or not there.</summary>
    /// <remarks>Everything is checked before anything is written. A directory where restoring was
    /// cut short does not open as a store.</remarks>
    /// <exception cref="StoreCorruptException">It is no backup, or a damaged one.</exception>
    /// <exception cref="IOException">The directory is not empty, or cannot be written.</exception>
    public static Task<StoreBackup> RestoreAsync(
        string backup, string directory, CancellationToken cancellationToken) =>
        Task.Run(() => StoreRestore.Run(backup, directory, cancellationToken), cancellationToken);
}
