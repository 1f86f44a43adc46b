namespace GreenDonut;

/// <summary>Says when a batch is sent off.</summary>
public interface IBatchScheduler
{
    void Schedule(Batch batch);
}

/// <summary>Keys that are asked for together.</summary>
public abstract class Batch
{
    /// <summary>How many keys there are.</summary>
    public abstract int Size { get; }

    /// <summary>Takes no more keys and loads the values. Never fails: the outcome knows.</summary>
    internal abstract Task<IBatchOutcome> LoadAsync(CancellationToken cancellationToken);

    internal abstract void Cancel(CancellationToken cancellationToken);
}

/// <summary>The values of a batch, which nobody has seen yet.</summary>
internal interface IBatchOutcome
{
    /// <summary>Gives everyone his value. Those who waited go on inside this call.</summary>
    void Publish();
}

/// <summary>The keys that one loader collects.</summary>
/// <remarks>
/// Keys are added under the lock of the loader until the batch is sent off or full. A promise
/// runs what waits for it inline: the run decides on which thread, by where it publishes.
/// </remarks>
internal sealed class Batch<TKey, TValue>(
    Lock gate,
    Func<IReadOnlyList<TKey>, CancellationToken, Task<IReadOnlyList<TValue?>>> fetch,
    Action<Batch<TKey, TValue>> onClosed,
    Action<TKey> onFailed) : Batch
    where TKey : notnull
{
    private readonly List<TKey> _keys = [];
    private readonly List<TaskCompletionSource<TValue?>> _promises = [];

    public override int Size => _keys.Count;

    public Task<TValue?> AddAsync(TKey key)
    {
#pragma warning disable MA0173 // What waits goes on inline on purpose; see the remarks.
        var promise = new TaskCompletionSource<TValue?>();
#pragma warning restore MA0173
        _keys.Add(key);
        _promises.Add(promise);
        return promise.Task;
    }

    internal override async Task<IBatchOutcome> LoadAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            onClosed(this);
        }

        try
        {
            return new Loaded(this, await fetch(_keys, cancellationToken));
        }
        catch (Exception fault)
        {
            return new Failed(this, fault);
        }
    }

    internal override void Cancel(CancellationToken cancellationToken)
    {
        foreach (var promise in _promises)
        {
            promise.TrySetCanceled(cancellationToken);
        }
    }

    private sealed record Loaded(Batch<TKey, TValue> Batch, IReadOnlyList<TValue?> Values)
        : IBatchOutcome
    {
        public void Publish()
        {
            for (var index = 0; index < Values.Count; index++)
            {
                Batch._promises[index].TrySetResult(Values[index]);
            }
        }
    }

    private sealed record Failed(Batch<TKey, TValue> Batch, Exception Fault) : IBatchOutcome
    {
        public void Publish()
        {
            // Not remembered: whoever asks again later, asks the source again.
            foreach (var key in Batch._keys)
            {
                Batch.Forget(key);
            }

            foreach (var promise in Batch._promises)
            {
                promise.TrySetException(Fault);
            }
        }
    }

    private void Forget(TKey key) => onFailed(key);
}
