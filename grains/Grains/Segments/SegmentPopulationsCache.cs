using System.Collections.Concurrent;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Grains.Catalogs;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Segments;

/// <summary>Keeps the last count of each workspace, and walks again when it is asked for and
/// old; who asks after a pause waits a little for that walk.</summary>
/// <remarks>Any thread may ask; a walk runs on the thread pool and belongs to nobody who asks, so
/// that who gives up does not stop it for others. It ends with the process.</remarks>
internal sealed partial class SegmentPopulationsCache(
    IProfileScan scan,
    ICatalogs catalogs,
    TimeProvider time,
    ILogger<SegmentPopulationsCache> logger) : ISegmentPopulations, IAsyncDisposable
{
    /// <summary>How much longer than a walk the time to the next one is.</summary>
    public const int RestRatio = 20;

    /// <summary>A count is never younger than this when the next walk begins.</summary>
    public static readonly TimeSpan AgeMin = TimeSpan.FromSeconds(1);

    /// <summary>A count that is older than this, and than the rest after its walk, is waited
    /// for.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(2);

    /// <summary>How long after a walk began its end is waited for where there is a count
    /// already.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WorkspaceId, Counted> _counted = [];
    private readonly CancellationTokenSource _ending = new();

    public async ValueTask<SegmentPopulations> GetAsync(
        WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var counted = _counted.GetOrAdd(workspace, _ => new Counted());
        SegmentPopulations? known;
        Task<SegmentPopulations>? walk;
        var wait = TimeSpan.Zero;
        lock (counted)
        {
            ObjectDisposedException.ThrowIf(_ending.IsCancellationRequested, this);
            known = counted.Known;
            if (known is null || IsOlderThan(AgeMin, counted))
            {
                counted.Walk ??= StartAsync(workspace, counted);
            }

            walk = counted.Walk;
            if (walk is not null && IsOlderThan(AgeMax, counted))
            {
                wait = WaitMax - time.GetElapsedTime(counted.Began);
            }
        }

        return known is null ? await walk!.WaitAsync(cancellationToken)
            : wait <= TimeSpan.Zero ? known
            : await EndedAsync(walk!, wait, cancellationToken) ? await walk!
            : known;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ending.IsCancellationRequested)
        {
            await _ending.CancelAsync();
            await WhenIdleAsync();
            _ending.Dispose();
        }
    }

    /// <summary>Ends when the walks that are under way now have ended.</summary>
    internal async Task WhenIdleAsync()
    {
        foreach (var counted in _counted.Values)
        {
            if (counted.Walk is { } walk)
            {
                await ((Task)walk).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool IsOlderThan(TimeSpan age, Counted counted) =>
        time.GetElapsedTime(counted.Ended) > Max(age, RestRatio * counted.Took);

    private Task<SegmentPopulations> StartAsync(WorkspaceId workspace, Counted counted)
    {
        counted.Began = time.GetTimestamp();
        return Task.Run(() => WalkAsync(workspace, counted), CancellationToken.None);
    }

    // A walk after the first never fails: it ends with the last count.
    private async Task<bool> EndedAsync(
        Task walk, TimeSpan wait, CancellationToken cancellationToken)
    {
        await walk.WaitAsync(wait, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return walk.IsCompleted;
    }

    private async Task<SegmentPopulations> WalkAsync(WorkspaceId workspace, Counted counted)
    {
        SegmentPopulations? found = null;
        try
        {
            return found = await CountAsync(workspace, _ending.Token);
        }
        catch (Exception fault) when (counted.Known is { } known)
        {
            // Who waits for this walk has a count already.
            LogFailed(workspace.Name, fault.GetType().Name);
            return known;
        }
        finally
        {
            lock (counted)
            {
                counted.Known = found ?? counted.Known;
                counted.Ended = time.GetTimestamp();
                counted.Took = time.GetElapsedTime(counted.Began, counted.Ended);
                counted.Walk = null;
            }
        }
    }

    private async Task<SegmentPopulations> CountAsync(
        WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var catalog = await catalogs.GetAsync(workspace, versionMin: 0, cancellationToken);
        var tally = new PopulationTally(catalog, now);
        await foreach (var profile in scan.ProfilesAsync(workspace, cancellationToken))
        {
            tally.Add(profile);
        }

        return tally.Finish(now);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    // The type alone: a message of storage may name a record.
    [LoggerMessage(LogLevel.Warning,
        "The members of workspace {Workspace} could not be counted: {Fault}; the last count stays")]
    private partial void LogFailed(string workspace, string fault);

    /// <summary>What is known of one workspace; guarded by a lock on itself.</summary>
    private sealed class Counted
    {
        public SegmentPopulations? Known { get; set; }

        public Task<SegmentPopulations>? Walk { get; set; }

        public long Began { get; set; }

        public long Ended { get; set; }

        public TimeSpan Took { get; set; }
    }
}
