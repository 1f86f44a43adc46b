using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Segments;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Pacing;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Segments;

/// <summary>Decides a draft on profiles that it reads from their grains, partition by
/// partition.</summary>
/// <remarks>Any thread may ask. The walk belongs to who asks and ends with it; the next one then
/// has its turn.</remarks>
internal sealed class SegmentEstimates(
    IProfileScan scan, ICatalogs catalogs, IGrainFactory grains, TimeProvider time)
    : ISegmentEstimates, IDisposable
{
    // Enough reads in flight to wait for the disk together, few enough to leave it to others.
    private const int CallsMax = 64;
    private const int KeysMax = 4_096;
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _asking;
    private long _lastTicks;

    public async Task<SegmentEstimateReply> EstimateAsync(
        WorkspaceId workspace, SegmentQuestion question, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(question);
        var now = time.GetUtcNow();
        var version = question.DefinitionsVersion == 0
            ? 0
            : CatalogVersion.Of(
                question.DefinitionsVersion, DateOnly.FromDateTime(now.UtcDateTime));
        var catalog = await catalogs.GetAsync(workspace, version, cancellationToken);
        var reading = SegmentDraft.Read(question.Rule, question.MergeRule, catalog);
        if (reading.Draft is not { } draft)
        {
            return new SegmentEstimateReply.Refused(reading.Faults, reading.MergeRuleFault);
        }

        try
        {
            return Interlocked.Increment(ref _asking) > 1 + ISegmentEstimates.WaitingMax
                ? Busy()
                : await InTurnAsync(
                    workspace, new DraftTally(draft, now), cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    public void Dispose() => _turn.Dispose();

    // By then the one whose turn it is has probably made room.
    private SegmentEstimateReply.Busy Busy()
    {
        var took = TimeSpan.FromTicks(Volatile.Read(ref _lastTicks));
        return new SegmentEstimateReply.Busy(took > RetryMin ? took : RetryMin);
    }

    private async Task<SegmentEstimateReply> InTurnAsync(
        WorkspaceId workspace, DraftTally tally, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var began = time.GetTimestamp();
            var walked = await WalkAsync(workspace, tally, cancellationToken);
            Volatile.Write(ref _lastTicks, time.GetElapsedTime(began).Ticks);
            return new SegmentEstimateReply.Answered(
                tally.Finish((double)walked / SegmentEstimate.Partitions));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<int> WalkAsync(
        WorkspaceId workspace, DraftTally tally, CancellationToken cancellationToken)
    {
        var partitions = Enumerable.Range(0, SegmentEstimate.Partitions).ToArray();
        new Random((int)tally.Draft.RuleHash).Shuffle(partitions);
        var walked = 0;
        while (walked < partitions.Length && tally.Sampled < SegmentEstimate.ProfilesMin)
        {
            await WalkAsync(workspace, partitions[walked], tally, cancellationToken);
            walked++;
        }

        return walked;
    }

    private async Task WalkAsync(
        WorkspaceId workspace, int partition, DraftTally tally, CancellationToken cancellationToken)
    {
        var calls = new ProfileCalls(grains, workspace, catalogVersion: 0);
        await foreach (var keys in scan.IdentitiesAsync(
            workspace, partition, SegmentEstimate.Partitions, KeysMax, cancellationToken))
        {
            await Bounded.ForEachAsync(keys, CallsMax, async key =>
                tally.Add(await calls.Grain(key).GetAsync(cancellationToken)));
        }
    }
}
