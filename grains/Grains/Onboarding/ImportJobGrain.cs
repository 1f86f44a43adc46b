using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Onboarding;
using Krewe.Grains.Storage;

namespace Krewe.Grains.Onboarding;

/// <summary>Keeps one import: where it is, and what came of it.</summary>
internal sealed class ImportJobGrain(
    [PersistentState("import-job")] IPersistentState<ImportJobState> storage,
    JobFeed feed,
    TimeProvider time) : Grain, IImportJobGrain
{
    /// <summary>Whoever watches hears what an earlier activation could not know: whether its last
    /// write had landed.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Announce();
        return Task.CompletedTask;
    }

    public ValueTask<ImportJob?> GetAsync(CancellationToken cancellationToken) =>
        new(storage.State.Job);

    public async Task<ImportJob> CreateAsync(ImportJob job, CancellationToken cancellationToken)
    {
        if (storage.State.Job is { } known)
        {
            return known;
        }

        await WriteAsync(new ImportJobState { Job = job }, cancellationToken);
        return job;
    }

    public async Task<ImportCheckpoint> StartAsync(CancellationToken cancellationToken)
    {
        if (storage.State.Checkpoint is { } known)
        {
            return known;
        }

        var now = time.GetUtcNow();
        var checkpoint = new ImportCheckpoint { At = now.ToUnixTimeSeconds() };
        var running = Job with { Status = ImportStatus.Running, Started = now };
        await WriteAsync(
            new ImportJobState { Job = running, Checkpoint = checkpoint }, cancellationToken);
        return checkpoint;
    }

    public Task KeepAsync(ImportCheckpoint checkpoint, CancellationToken cancellationToken) =>
        WriteAsync(
            new ImportJobState
            {
                Job = Job with { Progress = checkpoint.Progress },
                Checkpoint = checkpoint,
            },
            cancellationToken);

    public async Task<ImportJob> FinishAsync(
        ImportReceipt receipt, CancellationToken cancellationToken)
    {
        if (Job.Receipt is null)
        {
            var finished = Job with { Status = ImportStatus.Archiving, Receipt = receipt };
            await WriteAsync(storage.State with { Job = finished }, cancellationToken);
        }

        return Job;
    }

    public async Task<ImportJob> ArchiveAsync(string file, CancellationToken cancellationToken)
    {
        if (Job.Status == ImportStatus.Archiving)
        {
            var over = Job with
            {
                Status = Job.Receipt?.Error is null ? ImportStatus.Done : ImportStatus.Failed,
                Archived = file,
            };
            await WriteAsync(new ImportJobState { Job = over }, cancellationToken);
        }

        return Job;
    }

    private ImportJob Job => storage.State.Job
        ?? throw new InvalidOperationException($"There is no job {this.GetPrimaryKeyString()}.");

    private async Task WriteAsync(ImportJobState next, CancellationToken cancellationToken)
    {
        await storage.WriteAsync(next, this, cancellationToken);
        Announce();
    }

    private void Announce()
    {
        if (feed.IsWatched && storage.State.Job is { } job)
        {
            feed.Publish(WorkspaceId.OfKey(this.GetPrimaryKeyString()), job);
        }
    }
}

/// <summary>An import and up to where it has been applied.</summary>
[GenerateSerializer, Immutable, Alias("import-job-state")]
internal sealed record ImportJobState
{
    [Id(0)]
    public ImportJob? Job { get; init; }

    [Id(1)]
    public ImportCheckpoint? Checkpoint { get; init; }
}
