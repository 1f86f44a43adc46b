using System.Collections.Immutable;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Onboarding;
using Krewe.Grains.Storage;

namespace Krewe.Grains.Onboarding;

/// <summary>Numbers the files of a workspace, and knows which parts make one upload.</summary>
internal sealed class InboundGrain(
    [PersistentState("inbound")] IPersistentState<InboundState> storage,
    TimeProvider time) : Grain, IInboundGrain
{
    private const int ListMax = 100;

    public async Task<ImportJob> EnqueueAsync(
        string file, long sizeBytes, CancellationToken cancellationToken)
    {
        var state = storage.State;
        if (state.Open.FirstOrDefault(open => open.File == file) is not { Job: > 0 } known)
        {
            state = state.Opened(file, out known);
            await WriteAsync(state, cancellationToken);
        }

        // A crash between the two leaves an open job that is made now.
        return await Job(known.Job).CreateAsync(
            new ImportJob
            {
                Id = known.Job,
                File = file,
                SizeBytes = sizeBytes,
                Received = time.GetUtcNow(),
                Upload = known.Upload,
            },
            cancellationToken);
    }

    public async Task CloseAsync(int job, CancellationToken cancellationToken)
    {
        var open = storage.State.Open.RemoveAll(file => file.Job == job);
        if (open.Length < storage.State.Open.Length)
        {
            await WriteAsync(storage.State with { Open = open }, cancellationToken);
        }
    }

    public async Task<ImmutableArray<ImportJob>> ListAsync(
        int? before, int countMax, CancellationToken cancellationToken)
    {
        var newest = Math.Min((before ?? int.MaxValue) - 1, storage.State.JobsMade);
        var count = Math.Min(Math.Clamp(countMax, 0, ListMax), newest);
        return await GetAsync(
            Enumerable.Range(0, Math.Max(0, count)).Select(index => newest - index),
            cancellationToken);
    }

    public Task<ImmutableArray<ImportJob>> ListOpenAsync(CancellationToken cancellationToken) =>
        GetAsync(storage.State.Open.Select(open => open.Job), cancellationToken);

    // A file that was numbered just before a crash has no job yet.
    private async Task<ImmutableArray<ImportJob>> GetAsync(
        IEnumerable<int> numbers, CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<ImportJob>();
        foreach (var some in numbers.Chunk(ListMax))
        {
            var found = await Task.WhenAll(some.Select(
                job => Job(job).GetAsync(cancellationToken).AsTask()));
            jobs.AddRange(found.OfType<ImportJob>());
        }

        return jobs.DrainToImmutable();
    }

    private IImportJobGrain Job(int job) => GrainFactory.GetGrain<IImportJobGrain>(
        new WorkspaceId(this.GetPrimaryKeyString()).JobKey(job));

    private Task WriteAsync(InboundState next, CancellationToken cancellationToken) =>
        storage.WriteAsync(next, this, cancellationToken);
}

/// <summary>The files of a workspace whose jobs are not over, and the uploads that may get more
/// parts.</summary>
[GenerateSerializer, Immutable, Alias("inbound-state")]
internal sealed record InboundState
{
    // Parts of one upload come close together; what came long before is a new one.
    private const int UploadsMax = 256;

    [Id(0)]
    public int JobsMade { get; init; }

    [Id(1)]
    public ImmutableArray<OpenFile> Open { get; init; } = [];

    [Id(2)]
    public ImmutableArray<OpenUpload> Uploads { get; init; } = [];

    /// <summary>With a job for a file.</summary>
    public InboundState Opened(string file, out OpenFile opened)
    {
        var job = JobsMade + 1;
        var name = InboundFileName.Parse(file).Value;
        var baseName = name?.BaseName ?? file;
        var part = name?.Split ?? 0;
        var known = Uploads.FirstOrDefault(upload =>
            upload.BaseName == baseName && name?.Split is not null && !upload.Parts.Contains(part));
        var upload = known is null
            ? new OpenUpload(baseName, StableHash.Mix(StableHash.Of(baseName), (ulong)job), [part])
            : known with { Parts = known.Parts.Add(part) };
        opened = new OpenFile(job, file, upload.Id);
        var others = Uploads.RemoveAll(other => other.BaseName == baseName);
        return this with
        {
            JobsMade = job,
            Open = Open.Add(opened),
            Uploads = [.. others.TakeLast(UploadsMax - 1), upload],
        };
    }
}

/// <summary>A file whose job is not over.</summary>
[GenerateSerializer, Immutable, Alias("open-file")]
internal readonly record struct OpenFile(
    [property: Id(0)] int Job, [property: Id(1)] string File, [property: Id(2)] ulong Upload);

/// <summary>The parts of a split file that have come.</summary>
[GenerateSerializer, Immutable, Alias("open-upload")]
internal sealed record OpenUpload(
    [property: Id(0)] string BaseName,
    [property: Id(1)] ulong Id,
    [property: Id(2)] ImmutableArray<int> Parts);
