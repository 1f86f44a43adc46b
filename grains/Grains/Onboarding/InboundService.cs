using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Onboarding;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Profiles;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Onboarding;

/// <summary>Takes up the files of the inbound folder, one at a time, and archives them with their
/// receipts.</summary>
/// <remarks>
/// One at a time, in the order of their names, so that parts of an upload are neighbours. A file
/// that
/// was under way when the process ended is still in the folder and goes on from its checkpoint.
/// </remarks>
internal sealed partial class InboundService(
    InboundFolder folder,
    IClusterClient client,
    ICatalogs catalogs,
    IOptions<InboundOptions> options,
    TimeProvider time,
    ILogger<InboundService> logger) : BackgroundService
{
    private const int JobsMax = 100;
    private static readonly WorkspaceId Workspace = WorkspaceId.Main;
    private static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryAsync("files before this start", EndArchivedAsync, stoppingToken))
        {
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var file in folder.Ready())
            {
                await TryAsync(file, token => TakeUpAsync(file, token), stoppingToken);
            }

            await folder.WaitAsync(stoppingToken);
        }
    }

    // A process that died between the move of a file and the end of its job left a job that no file
    // in the folder brings up again, and that the next file of that name would be taken for.
    private async Task EndArchivedAsync(CancellationToken cancellationToken)
    {
        var inbound = client.GetGrain<IInboundGrain>(Workspace.Name);
        var jobs = await inbound.ListAsync(before: null, JobsMax, cancellationToken);
        foreach (var job in jobs.Where(job => job.Receipt is not null && !folder.Holds(job.File)))
        {
            await client.GetGrain<IImportJobGrain>(Workspace.JobKey(job.Id))
                .ArchiveAsync(folder.NameInArchive(job), cancellationToken);
            await inbound.CloseAsync(job.Id, cancellationToken);
        }
    }

    private async Task<bool> TryAsync(
        string file, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // What is applied is kept; the file stays where it is and is taken up again.
            LogBrokeOff(exception, file);
            await Task.Delay(RetryWait, time, cancellationToken);
            return false;
        }
    }

    private async Task TakeUpAsync(string file, CancellationToken cancellationToken)
    {
        var inbound = client.GetGrain<IInboundGrain>(Workspace.Name);
        var job = await inbound.EnqueueAsync(
            file, folder.LengthOf(file), cancellationToken);
        var grain = client.GetGrain<IImportJobGrain>(Workspace.JobKey(job.Id));
        if (job.Receipt is null)
        {
            job = await ImportAsync(job, grain, cancellationToken);
        }

        var archived = await folder.ArchiveAsync(job, cancellationToken);
        await grain.ArchiveAsync(archived, cancellationToken);
        await inbound.CloseAsync(job.Id, cancellationToken);
    }

    private async Task<ImportJob> ImportAsync(
        ImportJob job, IImportJobGrain grain, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, 0, cancellationToken);
        var (plan, error) = ImportPlan.Of(job, catalog, options.Value.ChunkLines);
        var checkpoint = await grain.StartAsync(cancellationToken);
        if (plan is not null)
        {
            (checkpoint, error) = await RunAsync(
                plan, job, grain, checkpoint, catalog.Version, cancellationToken);
        }

        var receipt = new ImportReceipt
        {
            File = job.File,
            Kind = plan?.Kind,
            Counters = checkpoint.Counters,
            Samples = checkpoint.Samples.Items,
            Started = DateTimeOffset.FromUnixTimeSeconds(checkpoint.At),
            Ended = time.GetUtcNow(),
            Warnings = plan?.Warning is { } warning ? [warning] : [],
            Error = error,
        };
        var finished = await grain.FinishAsync(receipt, cancellationToken);
        LogFinished(job.Id, job.File, receipt.Counters.InFile, receipt.Counters.Stored);
        return finished;
    }

    private async Task<(ImportCheckpoint Checkpoint, string? Error)> RunAsync(
        ImportPlan plan,
        ImportJob job,
        IImportJobGrain grain,
        ImportCheckpoint from,
        long catalogVersion,
        CancellationToken cancellationToken)
    {
        var last = from;
        await using var file = folder.Open(job.File);
        var import = new FileImport(
            plan,
            new ProfileCalls(client, Workspace, catalogVersion),
            () => new ProfileEffects(client, Workspace),
            time);
        try
        {
            return (await import.RunAsync(file, from, KeepAsync, cancellationToken), null);
        }
        catch (InvalidDataException damaged)
        {
            // The content ends or is damaged here; what came before it is in.
            return (last, $"{damaged.Message} {last.Counters.InFile} lines before it are in.");
        }

        Task KeepAsync(ImportCheckpoint checkpoint)
        {
            last = checkpoint;
            return grain.KeepAsync(checkpoint, cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Information,
        "Import {Job} of {File}: {Lines} lines, {Stored} stored")]
    private partial void LogFinished(int job, string file, long lines, long stored);

    [LoggerMessage(LogLevel.Error,
        "The import of {File} broke off and is taken up again where it was")]
    private partial void LogBrokeOff(Exception exception, string file);
}
