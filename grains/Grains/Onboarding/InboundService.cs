using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
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
    private static readonly WorkspaceId Workspace = WorkspaceId.Main;
    private static readonly TimeSpan RetryWait = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var isTidy = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            isTidy = isTidy
                || await TryAsync("files in the archive", EndArchivedAsync, stoppingToken);
            foreach (var file in folder.Ready())
            {
                isTidy &= await TryAsync(
                    file, token => TakeUpAsync(file, token), stoppingToken);
            }

            await folder.WaitAsync(stoppingToken);
        }
    }

    // Whatever broke off between the move of a file and the end of its job left a job that no file
    // in the folder brings up again.
    private async Task EndArchivedAsync(CancellationToken cancellationToken)
    {
        var open = await Inbound.ListOpenAsync(cancellationToken);
        foreach (var job in open)
        {
            if (folder.FindArchived(job) is { } archived)
            {
                await EndAsync(job, archived, cancellationToken);
            }
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
            LogBrokeOff(exception, Shown(file));
            await Task.Delay(RetryWait, time, cancellationToken);
            return false;
        }
    }

    private IInboundGrain Inbound => client.GetGrain<IInboundGrain>(Workspace.Name);

    private async Task TakeUpAsync(string file, CancellationToken cancellationToken)
    {
        var job = await EnqueueAsync(file, cancellationToken);
        if (job.Receipt is null)
        {
            job = await ImportAsync(job, Job(job), cancellationToken);
        }

        var archived = await folder.ArchiveAsync(job, cancellationToken);
        await EndAsync(job, archived, cancellationToken);
    }

    // A job that was not ended after the move of its file must not be taken for that of the next
    // file of the same name, which would go to the archive unread.
    private async Task<ImportJob> EnqueueAsync(string file, CancellationToken cancellationToken)
    {
        var length = folder.LengthOf(file);
        var job = await Inbound.EnqueueAsync(file, length, cancellationToken);
        if (folder.FindArchived(job) is not { } archived)
        {
            return job;
        }

        await EndAsync(job, archived, cancellationToken);
        return await Inbound.EnqueueAsync(file, length, cancellationToken);
    }

    private async Task EndAsync(
        ImportJob job, string archived, CancellationToken cancellationToken)
    {
        await Job(job).ArchiveAsync(archived, cancellationToken);
        await Inbound.CloseAsync(job.Id, cancellationToken);
    }

    private IImportJobGrain Job(ImportJob job) =>
        client.GetGrain<IImportJobGrain>(Workspace.JobKey(job.Id));

    private async Task<ImportJob> ImportAsync(
        ImportJob job, IImportJobGrain grain, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, 0, cancellationToken);
        var (plan, error) = ImportPlan.Of(job, catalog, options.Value.ChunkLines);
        var checkpoint = await grain.StartAsync(cancellationToken);
        if (await grain.GetAsync(cancellationToken) is { Receipt: not null } canceled)
        {
            return canceled;
        }

        var isCanceled = false;
        var samples = SamplesErrors(job, checkpoint, catalog);
        if (plan is not null)
        {
            (checkpoint, error, isCanceled) = await RunAsync(
                plan, job, grain, checkpoint, samples, catalog.Version, cancellationToken);
        }

        var receipt = new ImportReceipt
        {
            File = job.File,
            Kind = plan?.Kind,
            Counters = checkpoint.Counters,
            Samples = samples ? checkpoint.Samples.Items : [],
            ErrorSampling = samples,
            Started = DateTimeOffset.FromUnixTimeSeconds(checkpoint.At),
            Ended = time.GetUtcNow(),
            Warnings = plan?.Warning is { } warning ? [warning] : [],
            Error = error,
            IsCanceled = isCanceled,
        };
        var finished = await grain.FinishAsync(receipt, cancellationToken);
        LogFinished(job.Id, Shown(job.File), receipt.Counters.InFile, receipt.Counters.Stored);
        return finished;
    }

    // By the day on which the reading began, so that a file that is taken up again stays the same.
    private static bool SamplesErrors(
        ImportJob job, ImportCheckpoint checkpoint, Catalog catalog) =>
        InboundFileName.Parse(job.File).Value is { } name
        && catalog.FindDataSource(name.Subject) is { } source
        && source.SamplesErrorsOn(DateOnly.FromDateTime(
            DateTimeOffset.FromUnixTimeSeconds(checkpoint.At).UtcDateTime));

    private async Task<(ImportCheckpoint Checkpoint, string? Error, bool IsCanceled)> RunAsync(
        ImportPlan plan,
        ImportJob job,
        IImportJobGrain grain,
        ImportCheckpoint from,
        bool samples,
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
            last = await import.RunAsync(file, from, KeepAsync, cancellationToken);
            return import.IsStopped
                ? (last, $"The import was canceled. {LinesIn(last)}", true)
                : (last, GrownError(job) ?? plan.EmptyError(last.Counters.InFile), false);
        }
        catch (InvalidDataException damaged)
        {
            // The content ends or is damaged here; what came before it is in.
            return (last, $"{damaged.Message} {LinesIn(last)}", false);
        }

        async Task<bool> KeepAsync(ImportCheckpoint checkpoint)
        {
            last = samples ? checkpoint : checkpoint with { Samples = ImportSamples.Empty };
            await grain.KeepAsync(last, cancellationToken);
            return await grain.GetAsync(cancellationToken) is not { IsCanceling: true };
        }
    }

    // Whoever writes into the folder may have paused for longer than files are waited for.
    private string? GrownError(ImportJob job) =>
        folder.LengthOf(job.File) is var length && length != job.SizeBytes
            ? $"File '{job.File}' grew from {job.SizeBytes} to {length} bytes while it was read. "
                + "Write it under a name that begins with a dot, rename it when it is whole, and "
                + "send it again."
            : null;

    // Anything may be dropped into the folder.
    private static string Shown(string file) => PersonalData.Excerpt(file);

    private static string LinesIn(ImportCheckpoint checkpoint) =>
        $"{checkpoint.Counters.InFile} lines before it are in.";

    [LoggerMessage(LogLevel.Information,
        "Import {Job} of {File}: {Lines} lines, {Stored} stored")]
    private partial void LogFinished(int job, string file, long lines, long stored);

    [LoggerMessage(LogLevel.Error,
        "The import of {File} broke off and is taken up again where it was")]
    private partial void LogBrokeOff(Exception exception, string file);
}
