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
        if (Job.Receipt is not null)
        {
            return checkpoint;
        }

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
        if (Job.Receipt is { } receipt && Job.Archived is null)
        {
            var over = Job with { Status = EndOf(receipt), Archived = file };
            await WriteAsync(new ImportJobState { Job = over }, cancellationToken);
        }

        return Job;
    }

    public async Task<ImportJob?> CancelAsync(CancellationToken cancellationToken)
    {
        if (storage.State.Job is not { Receipt: null } job)
        {
            return null;
        }

        if (!job.IsCanceling)
        {
            var asked = job with { IsCanceling = true };
            await WriteAsync(
                storage.State with
                {
                    Job = storage.State.Checkpoint is null ? EndUnread(asked) : asked,
                },
                cancellationToken);
        }

        return Job;
    }

    private static ImportStatus EndOf(ImportReceipt receipt) =>
        receipt.IsCanceled ? ImportStatus.Canceled
        : receipt.Error is null ? ImportStatus.Done
        : ImportStatus.Failed;

    // The file still has to go to the archive, which is for those who have the folder.
    private ImportJob EndUnread(ImportJob job)
    {
        var now = time.GetUtcNow();
        var name = InboundFileName.Parse(job.File).Value;
        return job with
        {
            Status = ImportStatus.Canceled,
            Receipt = new ImportReceipt
            {
                File = job.File,
                Kind = name is null ? null : ImportReceipt.KindOf(name),
                Started = now,
                Ended = now,
                Error = "The import was canceled before it began.",
                IsCanceled = true,
            },
        };
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
