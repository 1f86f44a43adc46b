using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Which activation answers for a key of one grain class.</summary>
internal sealed class GrainDirectory(GrainClass grainClass)
{
    private readonly ActivationTable _table = new();

    internal IEnumerable<Activation> All =>
        grainClass.Workers?.All ?? _table.All;

    internal Activation GetOrAdd(IdSpan key)
    {
        if (grainClass.Workers is { } workers)
        {
            return workers.Choose(key);
        }
        if (_table.Glimpse(key) is { } known)
        {
            return known;
        }
        if (grainClass.IsForObservers)
        {
            return _table.Find(key) ?? Activation.ForDeletedObserver(grainClass, key);
        }
        var fresh = new Activation(grainClass, key);
        var winner = _table.GetOrAdd(fresh);
        if (winner == fresh)
        {
            grainClass.Silo.Ring.Add(fresh);
        }
        return winner;
    }

    internal Activation Enter(Activation ready) => _table.GetOrAdd(ready);

    /// <summary>Takes out an activation that ended. Where calls still wait for it, its successor
    /// takes its place in one step, so that no later call can overtake them.</summary>
    /// <remarks>Under the lock of the activation that ended.</remarks>
    internal void Leave(Activation ended, Activation? successor)
    {
        if (grainClass.Workers is { } workers)
        {
            workers.Leave(ended, successor);
        }
        else if (!_table.Replace(ended, successor) && successor is not null)
        {
            throw new InvalidOperationException($"{ended} was not in the directory");
        }
    }
}
