using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Onboarding;

/// <summary>The live changes of imports in this process.</summary>
/// <remarks>Jobs tell what they have stored, on the turn that stored it. While nobody watches that
/// costs them the reading of one field.</remarks>
internal sealed class JobFeed(
    IGrainFactory grains, FeedLinks links, FeedMetrics metrics, TimeProvider time)
    : IJobFeed, IFeedReceiver
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<JobKey, ImmutableArray<JobSubscription>> _byJob = [];
    private int _watchers;
    private bool _isListening;

    /// <summary>Whether anybody wants to hear of jobs.</summary>
    public bool IsWatched => Volatile.Read(ref _watchers) != 0;

    /// <summary>Jobs that are watched.</summary>
    public int Places => _byJob.Count;

    public async IAsyncEnumerable<ImportJob> WatchAsync(
        WorkspaceId workspace,
        int job,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Subscribed before the job is read, so whatever it becomes after that is heard.
        using var subscription = Subscribe(new JobKey(workspace, job));
        await links.WatchAsync(cancellationToken);
        var last = await grains.GetGrain<IImportJobGrain>(workspace.JobKey(job))
            .GetAsync(cancellationToken);
        if (last is null)
        {
            yield break;
        }

        yield return last;
        while (!IsOver(last))
        {
            var told = time.GetTimestamp();
            await subscription.WaitAsync(cancellationToken);
            var early = Pace - time.GetElapsedTime(told);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, time, cancellationToken);
            }

            foreach (var next in subscription.Take())
            {
                if (IsLater(next, last))
                {
                    last = next;
                    yield return last;
                }
            }
        }
    }

    /// <summary>Tells that a job was stored. Called on the turn that stored it.</summary>
    public void Publish(WorkspaceId workspace, ImportJob job)
    {
        Offer(workspace, job);
        if (links.Wanted(workspace))
        {
            links.Post(workspace, job);
        }
    }

    /// <summary>Counts silos elsewhere as one watcher.</summary>
    public void Listen(bool isOn)
    {
        if (isOn != _isListening)
        {
            _isListening = isOn;
            Interlocked.Add(ref _watchers, isOn ? 1 : -1);
        }
    }

    public IEnumerable<WatchedWorkspace> Watched() => _byJob.Keys
        .Select(key => key.Workspace)
        .Distinct()
        .Select(workspace => new WatchedWorkspace(workspace, All: false, [], Jobs: true));

    public void Receive(FeedItem item)
    {
        if (item.Job is { } job)
        {
            Offer(item.Workspace, job);
        }
    }

    public void EndAll(WorkspaceId? workspace, Exception fault)
    {
        foreach (var (key, subscriptions) in _byJob)
        {
            foreach (var subscription in subscriptions)
            {
                if (workspace is null || workspace == key.Workspace)
                {
                    subscription.End(fault);
                }
            }
        }
    }

    private void Offer(WorkspaceId workspace, ImportJob job)
    {
        if (_byJob.TryGetValue(new JobKey(workspace, job.Id), out var subscriptions))
        {
            foreach (var subscription in subscriptions)
            {
                subscription.Offer(job);
            }
        }
    }

    // A job only goes forward, so a state that is told late can be known by itself.
    private static bool IsLater(ImportJob next, ImportJob last) =>
        (next.Status, next.Progress.Rows, next.Progress.Fraction).CompareTo(
            (last.Status, last.Progress.Rows, last.Progress.Fraction)) > 0;

    private static bool IsOver(ImportJob job) =>
        job.Status is ImportStatus.Done or ImportStatus.Failed;

    private JobSubscription Subscribe(JobKey key)
    {
        var subscription = new JobSubscription(ended => Forget(key, ended));
        _byJob.AddOrUpdate(
            key,
            static (_, added) => [added],
            static (_, known, added) => known.Add(added),
            subscription);
        Interlocked.Increment(ref _watchers);
        metrics.Opened();
        return subscription;
    }

    private void Forget(JobKey key, JobSubscription subscription)
    {
        while (_byJob.TryGetValue(key, out var known))
        {
            var left = known.Remove(subscription);
            if (left.IsEmpty
                ? _byJob.TryRemove(KeyValuePair.Create(key, known))
                : _byJob.TryUpdate(key, left, known))
            {
                break;
            }
        }

        Interlocked.Decrement(ref _watchers);
        metrics.Ended(subscription.Fault);
    }

    private readonly record struct JobKey(WorkspaceId Workspace, int Job);
}

/// <summary>What one watcher of a job has not heard yet.</summary>
/// <remarks>The latest progress takes the place of what was not read, so a slow watcher holds one
/// state for each status at most.</remarks>
internal sealed class JobSubscription(Action<JobSubscription> ended) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ImportJob> _waiting = [];
    private TaskCompletionSource _told = NewSource();

    /// <summary>What ended the watching; null: nothing has.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Hands a state over, at once.</summary>
    public void Offer(ImportJob job)
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 && _waiting[^1].Status == job.Status)
            {
                _waiting[^1] = job;
            }
            else
            {
                _waiting.Add(job);
            }

            _told.TrySetResult();
        }
    }

    /// <summary>Ends the watching with a fault.</summary>
    public void End(Exception fault)
    {
        lock (_lock)
        {
            Fault ??= fault;
            _told.TrySetException(Fault);
        }
    }

    /// <summary>Completes when there is something to take.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _told.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes what was not heard yet, oldest first.</summary>
    public ImmutableArray<ImportJob> Take()
    {
        lock (_lock)
        {
            ImmutableArray<ImportJob> taken = [.. _waiting];
            _waiting.Clear();
            _told = NewSource();
            if (Fault is not null)
            {
                _told.SetException(Fault);
            }

            return taken;
        }
    }

    public void Dispose() => ended(this);

    private static TaskCompletionSource NewSource() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
