using System.Collections.Immutable;
using Krewe.Domain.Onboarding;

namespace Krewe.Contracts.Onboarding;

/// <summary>The files that a workspace has received, in order. Key: the workspace.</summary>
[Alias("inbound")]
public interface IInboundGrain : IGrainWithStringKey
{
    /// <summary>Gives a received file a job. A file whose job is not over keeps it.</summary>
    [Alias("enqueue")]
    Task<ImportJob> EnqueueAsync(
        string file, long sizeBytes, CancellationToken cancellationToken);

    /// <summary>Forgets that a job is open.</summary>
    [Alias("close")]
    Task CloseAsync(int job, CancellationToken cancellationToken);

    /// <summary>The jobs before one, newest first.</summary>
    /// <param name="before">Only jobs with a smaller number; null: from the newest.</param>
    /// <param name="countMax">At most this many, up to 100.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Alias("list")]
    Task<ImmutableArray<ImportJob>> ListAsync(
        int? before, int countMax, CancellationToken cancellationToken);

    /// <summary>All jobs that are not over, oldest first.</summary>
    [Alias("list-open")]
    Task<ImmutableArray<ImportJob>> ListOpenAsync(CancellationToken cancellationToken);
}

/// <summary>One import. Key: <see cref="Workspaces.WorkspaceId.JobKey"/>.</summary>
[Alias("import-job")]
public interface IImportJobGrain : IGrainWithStringKey
{
    /// <summary>The job, or null if there is none.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<ImportJob?> GetAsync(CancellationToken cancellationToken);

    /// <summary>Makes the job, once.</summary>
    [Alias("create")]
    Task<ImportJob> CreateAsync(ImportJob job, CancellationToken cancellationToken);

    /// <summary>Starts the job, or goes on with it.</summary>
    /// <returns>Where to go on.</returns>
    [Alias("start")]
    Task<ImportCheckpoint> StartAsync(CancellationToken cancellationToken);

    /// <summary>Keeps how far the job is: what it covers is durable.</summary>
    [Alias("keep")]
    Task KeepAsync(ImportCheckpoint checkpoint, CancellationToken cancellationToken);

    /// <summary>Ends the reading; the file is still to be archived.</summary>
    [Alias("finish")]
    Task<ImportJob> FinishAsync(ImportReceipt receipt, CancellationToken cancellationToken);

    /// <summary>The file is archived: the job is over.</summary>
    [Alias("archive")]
    Task<ImportJob> ArchiveAsync(string file, CancellationToken cancellationToken);

    /// <summary>Cancels the job. One that waits is over at once; one that is read stops at its next
    /// checkpoint, and what was stored stays. The file goes to the archive.</summary>
    /// <returns>The job; null if there is none, or if its reading is over: then nothing is
    /// canceled. One that was asked before is asked again.</returns>
    [Alias("cancel")]
    Task<ImportJob?> CancelAsync(CancellationToken cancellationToken);
}

/// <summary>Where files come in.</summary>
public interface IInboundFiles
{
    /// <summary>Receives a file whole and gives it a job; durable when it returns.</summary>
    /// <returns>The job, or a sentence that says why the file is not taken.</returns>
    Task<InboundReceived> ReceiveAsync(
        string file, Stream content, CancellationToken cancellationToken);
}

/// <summary>What became of a file that was sent.</summary>
public sealed record InboundReceived(ImportJob? Job, string? Refusal);

/// <summary>The import of one file.</summary>
/// <remarks>
/// <para>Units: <see cref="SizeBytes"/> as received; instants in UTC.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-job-data")]
public sealed record ImportJob
{
    /// <summary>Counts the files of the workspace from 1.</summary>
    [Id(0)]
    public required int Id { get; init; }

    /// <summary>The name of the file.</summary>
    [Id(1)]
    public required string File { get; init; }

    /// <summary>How long it is.</summary>
    [Id(2)]
    public required long SizeBytes { get; init; }

    /// <summary>How far the job is.</summary>
    [Id(3)]
    public ImportStatus Status { get; init; }

    /// <summary>When the file was received.</summary>
    [Id(4)]
    public required DateTimeOffset Received { get; init; }

    /// <summary>When its reading began; null before.</summary>
    [Id(5)]
    public DateTimeOffset? Started { get; init; }

    /// <summary>How far the reading is.</summary>
    [Id(6)]
    public ImportProgress Progress { get; init; }

    /// <summary>What came of it; null while it is not known.</summary>
    [Id(7)]
    public ImportReceipt? Receipt { get; init; }

    /// <summary>The name of the file in the archive; null while it is not there.</summary>
    [Id(8)]
    public string? Archived { get; init; }

    /// <summary>Shared by the parts of one split file.</summary>
    [Id(9)]
    public required ulong Upload { get; init; }

    /// <summary>True once somebody has asked that the reading stops. It may still come to its end
    /// first.</summary>
    [Id(10)]
    public bool IsCanceling { get; init; }
}

/// <summary>How far an import is.</summary>
[GenerateSerializer, Alias("import-status")]
public enum ImportStatus
{
    /// <summary>It waits for its turn.</summary>
    Queued = 0,

    /// <summary>It is read.</summary>
    Running = 1,

    /// <summary>It was read, and goes to the archive.</summary>
    Archiving = 2,

    /// <summary>It is over; its lines are in.</summary>
    Done = 3,

    /// <summary>It is over; the file was refused, or broke off.</summary>
    Failed = 4,

    /// <summary>It is over; somebody stopped it, and what was stored by then stays.</summary>
    Canceled = 5,
}

/// <summary>Questions about <see cref="ImportStatus"/>.</summary>
public static class ImportStatuses
{
    /// <summary>True if the job is over, however it ended.</summary>
    public static bool IsOver(this ImportStatus status) =>
        status is ImportStatus.Done or ImportStatus.Failed or ImportStatus.Canceled;
}

/// <summary>How far the reading of a file is.</summary>
/// <remarks><para>Units: <paramref name="Fraction"/> of the bytes as received, 0 to
/// 1.</para></remarks>
[GenerateSerializer, Immutable, Alias("import-progress")]
public readonly record struct ImportProgress(
    [property: Id(0)] long Rows,
    [property: Id(1)] double RowsPerSecond,
    [property: Id(2)] double Fraction);

/// <summary>Up to where a file has been applied, and what came of it.</summary>
/// <remarks>
/// <para>Units: <see cref="OffsetBytes"/> in the uncompressed file; <see cref="At"/> in Unix
/// seconds.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("import-checkpoint")]
public sealed record ImportCheckpoint
{
    /// <summary>When the reading began.</summary>
    [Id(0)]
    public required long At { get; init; }

    /// <summary>Bytes applied.</summary>
    [Id(1)]
    public long OffsetBytes { get; init; }

    /// <summary>Lines applied.</summary>
    [Id(2)]
    public LineReaderState Lines { get; init; }

    /// <summary>What became of them.</summary>
    [Id(3)]
    public ImportCounters Counters { get; init; }

    /// <summary>The first errors of each kind.</summary>
    [Id(4)]
    public ImportSamples Samples { get; init; } = ImportSamples.Empty;

    /// <summary>How far that is.</summary>
    [Id(5)]
    public ImportProgress Progress { get; init; }
}
