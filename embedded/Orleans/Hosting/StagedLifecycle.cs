using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Runs observers stage by stage, those of one stage together; down in reverse.</summary>
internal abstract class StagedLifecycle : ILifecycleObservable
{
    private readonly Lock _guard = new();
    private readonly List<Entry> _entries = [];

    public int HighestCompletedStage { get; private set; } = int.MinValue;

    public int LowestStoppedStage { get; private set; } = int.MaxValue;

    public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
    {
        var entry = new Entry(this, stage, observer);
        lock (_guard)
        {
            _entries.Add(entry);
        }
        return entry;
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (stage, observers) in Stages().OrderBy(each => each.Stage))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await Task.WhenAll(observers.Select(each => each.OnStart(cancellationToken)));
            HighestCompletedStage = stage;
        }
    }

    /// <summary>Stops what was started; a stage that fails does not keep the others running.
    /// </summary>
    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        var failures = new List<Exception>();
        foreach (var (stage, observers) in Stages().OrderByDescending(each => each.Stage))
        {
            if (stage > HighestCompletedStage)
            {
                continue;
            }
            try
            {
                await Task.WhenAll(observers.Select(each => each.OnStop(cancellationToken)));
            }
            catch (Exception exception)
            {
                failures.Add(exception);
            }
            LowestStoppedStage = stage;
        }
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }
    }

    private List<(int Stage, List<ILifecycleObserver> Observers)> Stages()
    {
        lock (_guard)
        {
            return [.. _entries
                .GroupBy(each => each.Stage)
                .Select(group => (group.Key, group.Select(each => each.Observer).ToList()))];
        }
    }

    private sealed record Entry(StagedLifecycle Owner, int Stage, ILifecycleObserver Observer)
        : IDisposable
    {
        public void Dispose()
        {
            lock (Owner._guard)
            {
                Owner._entries.Remove(this);
            }
        }
    }
}

/// <summary>The stages of one activation.</summary>
internal sealed class GrainLifecycle : StagedLifecycle, IGrainLifecycle;

/// <summary>The stages of the silo.</summary>
internal sealed class SiloLifecycle : StagedLifecycle, ISiloLifecycle;
