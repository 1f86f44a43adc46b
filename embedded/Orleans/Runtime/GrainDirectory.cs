using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Which activation answers for a key of one grain class.</summary>
internal sealed class GrainDirectory(GrainClass grainClass)
{
    private readonly ConcurrentDictionary<IdSpan, Activation> _byKey = new();

    internal IEnumerable<Activation> All =>
        grainClass.Workers?.All ?? _byKey.Select(pair => pair.Value);

    internal Activation GetOrAdd(IdSpan key)
    {
        if (grainClass.Workers is { } workers)
        {
            return workers.Choose(key);
        }
        if (_byKey.TryGetValue(key, out var known))
        {
            return known;
        }
        if (grainClass.IsForObservers)
        {
            throw new ArgumentException($"the observer {key} was deleted");
        }
        var fresh = new Activation(grainClass, key);
        var winner = _byKey.GetOrAdd(key, fresh);
        if (winner == fresh)
        {
            grainClass.Silo.Ring.Add(fresh);
        }
        return winner;
    }

    internal Activation Enter(Activation ready) => _byKey.GetOrAdd(ready.Key, ready);

    internal Activation? Find(IdSpan key) => _byKey.GetValueOrDefault(key);

    /// <summary>Takes out an activation that ended. Where calls still wait for it, its successor
    /// takes its place in one step, so that no later call can overtake them.</summary>
    /// <remarks>Under the lock of the activation that ended.</remarks>
    internal void Leave(Activation ended, Activation? successor)
    {
        if (grainClass.Workers is { } workers)
        {
            workers.Leave(ended, successor);
        }
        else if (successor is null)
        {
            _byKey.TryRemove(new KeyValuePair<IdSpan, Activation>(ended.Key, ended));
        }
        else if (!_byKey.TryUpdate(ended.Key, successor, ended))
        {
            throw new InvalidOperationException($"{ended} was not in the directory");
        }
    }
}
