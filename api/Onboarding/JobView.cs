using System.Security.Claims;
using System.Text.Json;
using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Onboarding;

namespace Krewe.Api.Onboarding;

/// <summary>The import of a file as the graph shows it.</summary>
[Node]
[GraphQLName("Job")]
[GraphQLDescription(
    "One file (or one backfill) on its way through. Counters are disjoint: received = stored + "
    + "every kind of failure.")]
public sealed class JobView(ImportJob job)
{
    /// <summary>Its key in the graph.</summary>
    public string Id => GraphKeys.Of(job.Id);

    /// <summary>What is imported.</summary>
    public JobKind Kind => KindOf(job);

    /// <summary>How far it is.</summary>
    public JobStatus Status => StatusOf(job);

    /// <summary>The name of the file.</summary>
    public string? FileName => PersonalData.Excerpt(job.File);

    /// <summary>When the file was received.</summary>
    public DateTimeOffset SubmittedAt => job.Received;

    /// <summary>When its reading began.</summary>
    public DateTimeOffset? StartedAt => job.Started;

    /// <summary>When its reading ended.</summary>
    public DateTimeOffset? FinishedAt => job.Receipt?.Ended;

    /// <summary>How much of it is read, 0 to 1.</summary>
    public double Fraction => job.Receipt is null ? job.Progress.Fraction : 1;

    /// <summary>Lines that were read as records.</summary>
    public long Received => job.Receipt?.Counters.Received ?? job.Progress.Rows;

    /// <summary>Records that had an effect; 0 before the end.</summary>
    public long Stored => job.Receipt?.Counters.Stored ?? 0;

    /// <summary>What became of the lines.</summary>
    public IReadOnlyList<JobCounterView> Counters =>
        job.Receipt is { } receipt ? JobCounterView.Of(receipt.Counters) : [];

    /// <summary>Why the whole file was refused.</summary>
    [GraphQLDescription("Why the whole file was refused, if it was.")]
    public string? Failure => job.Receipt?.Error;

    /// <summary>The first errors of each kind; never what the lines hold.</summary>
    [GraphQLDescription("At most ten samples for each kind of error.")]
    public IReadOnlyList<JobSampleView> Samples =>
        [.. job.Receipt?.Samples.Select(sample => new JobSampleView(
            sample.Fault.ToString(), sample.Line, sample.Reason)) ?? []];

    internal long Key => job.Id;

    internal ImportJob Job => job;

    /// <summary>The document that answers the file: imports answer with receipts.</summary>
    [GraphQLDescription("Loop's .success or .fail document, when the job answers with one.")]
    public JsonElement? GetResponse() => null;

    /// <summary>Fetches a job by its key.</summary>
    [NodeResolver]
    public static async Task<JobView?> GetNodeAsync(
        string id, IGrainFactory grains, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadJobs);
        return await GetAsync(id, grains, cancellationToken);
    }

    internal static async Task<JobView?> GetAsync(
        string id, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (GraphKeys.Number(id) is not { } number)
        {
            return null;
        }

        var job = await grains.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(number))
            .GetAsync(cancellationToken);
        return job is null ? null : new JobView(job);
    }

    internal static JobKind KindOf(ImportJob job)
    {
        var kind = job.Receipt?.Kind ?? (InboundFileName.Parse(job.File).Value is { } name
            ? ImportReceipt.KindOf(name)
            : ImportKind.Traits);
        return kind == ImportKind.Traits ? JobKind.TraitOnboarding : JobKind.IdSync;
    }

    internal static JobStatus StatusOf(ImportJob job) => job.Status switch
    {
        ImportStatus.Queued => JobStatus.Queued,
        ImportStatus.Running or ImportStatus.Archiving => JobStatus.Running,
        ImportStatus.Failed => JobStatus.Failed,
        ImportStatus.Canceled => JobStatus.Canceled,
        _ => job.Receipt is { } receipt && receipt.Counters.Stored < receipt.Counters.InFile
            ? JobStatus.PartiallySucceeded
            : JobStatus.Succeeded,
    };
}

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Grants traits by a file.</summary>
    TraitOnboarding,

    /// <summary>Links identities by a file.</summary>
    IdSync,

    /// <summary>Fills a dataset.</summary>
    DatasetUpload,

    /// <summary>Loads licensed segments.</summary>
    SegmentLicensing,

    /// <summary>Loads an audience.</summary>
    AudienceUpload,

    /// <summary>Decides all profiles anew.</summary>
    SegmentBackfill,
}

/// <summary>How far a job is.</summary>
public enum JobStatus
{
    /// <summary>It waits for its turn.</summary>
    Queued,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>All is in.</summary>
    Succeeded,

    /// <summary>Some is in.</summary>
    PartiallySucceeded,

    /// <summary>It was refused, or broke off.</summary>
    Failed,

    /// <summary>Somebody stopped it.</summary>
    Canceled,
}

/// <summary>One count of a job.</summary>
[GraphQLName("JobCounter")]
public sealed record JobCounterView(string Name, long Value)
{
    internal static IReadOnlyList<JobCounterView> Of(ImportCounters counters) =>
    [
        new("inFile", counters.InFile),
        new("formatErrors", counters.FormatErrors),
        new("invalidUuids", counters.InvalidAamIds),
        new("invalidDeviceIds", counters.InvalidDeviceIds),
        new("invalidCustomerIds", counters.InvalidCustomerIds),
        new("rawEmails", counters.RawEmails),
        new("noMatchingId", counters.NoMatchingIds),
        new("noTraitRealized", counters.NoTraitRealized),
        new("waitingForLink", counters.PendingSync),
        new("devices", counters.Devices),
        new("signals", counters.Signals),
        new("unusedSignals", counters.UnusedSignals),
        new("realizedTraits", counters.RealizedTraits),
        new("removalsRequested", counters.RemovalsRequested),
        new("removedTraits", counters.RemovedTraits),
        new("traitsOfOtherDataSources", counters.FailedTraits),
        new("recordsWithTraitsOfOtherDataSources", counters.RecordsWithFailedTraits),
        new("unknownTraits", counters.UnknownTraits),
        new("traitsNotOnboarded", counters.TraitsOfOtherTypes),
        new("linksStored", counters.LinksStored),
        new("rowsWithTooManyEmails", counters.RowsOverEmailsMax),
        new("emailsLeftOut", counters.EmailsDropped),
        new("overlongLines", counters.OverlongLines),
        new("linesOverUserMax", counters.LinesOverUserMax),
        new("bytes", counters.Bytes),
    ];
}

/// <summary>A line that shows an error, without what it holds.</summary>
[GraphQLName("JobSample")]
public sealed record JobSampleView(string Kind, long Line, string Message);
