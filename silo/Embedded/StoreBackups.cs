using Krewe.Api.Backups;
using Krewe.Embedded.Storage;

namespace Krewe.Silo.Embedded;

/// <summary>Backups of the embedded store, in which everything is but files.</summary>
internal sealed class StoreBackups(EmbeddedStore store) : IBackups
{
    public async Task<BackupAnswer> TakeAsync(
        string directory, CancellationToken cancellationToken)
    {
        try
        {
            var backup = await store.BackupAsync(directory, cancellationToken);
            return new BackupAnswer(
                backup.Directory, backup.TakenAt, backup.Files, backup.LengthBytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BackupFailedException(fault.Message, fault);
        }
    }
}
