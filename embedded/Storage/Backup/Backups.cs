using Krewe.Embedded.Storage.Recovery;

namespace Krewe.Embedded.Storage.Backup;

/// <summary>Takes backups of an open store, one at a time.</summary>
internal sealed class Backups(StoreEngine engine, Maintenance maintenance)
{
    public async Task<StoreBackup> TakeAsync(
        string directory, CancellationToken cancellationToken)
    {
        var takenAt = TimeProvider.System.GetUtcNow();
        var place = BackupPlace.Prepare(directory, engine.Layout.Root);
        try
        {
            var moment = await maintenance.PinAsync();
            try
            {
                var run = new BackupRun(engine, moment, place);
                var manifest = await Task.Run(
                    () => run.Run(takenAt, cancellationToken), cancellationToken);
                place.Publish();
                return manifest.Describe(place.Target);
            }
            finally
            {
                await maintenance.UnpinAsync();
            }
        }
        catch
        {
            place.DropPartial();
            throw;
        }
    }
}
