using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The activations of a stateless worker: several for one key.</summary>
internal sealed class WorkerPool(GrainClass grainClass, int workersMax)
{
    private readonly ConcurrentDictionary<IdSpan, List<Activation>> _byKey = new();

    internal int KeyCount => _byKey.Count;

    internal IEnumerable<Activation> All => _byKey.Values.SelectMany(Copy);

    /// <summary>One that is idle, else a new one, else the one with the fewest calls waiting.
    /// </summary>
    internal Activation Choose(IdSpan key)
    {
        Activation? fresh;
        Activation? chosen;
        while (!TryChoose(key, _byKey.GetOrAdd(key, static _ => []), out chosen, out fresh))
        {
            // The last worker of the key left meanwhile.
        }
        if (fresh is not null)
        {
            grainClass.Silo.Ring.Add(fresh);
        }
        return chosen!;
    }

    internal void Leave(Activation ended, Activation? successor)
    {
        while (_byKey.TryGetValue(ended.Key, out var workers))
        {
            lock (workers)
            {
                if (!IsKnown(ended.Key, workers))
                {
                    continue;
                }
                workers.Remove(ended);
                if (successor is not null)
                {
                    workers.Add(successor);
                }
                if (workers.Count == 0)
                {
                    _byKey.TryRemove(ended.Key, out _);
                }
                return;
            }
        }
    }

    private bool TryChoose(
        IdSpan key, List<Activation> workers, out Activation? chosen, out Activation? fresh)
    {
        (chosen, fresh) = (null, null);
        lock (workers)
        {
            if (!IsKnown(key, workers))
            {
                return false;
            }
            workers.RemoveAll(each => each.IsEnded);
            foreach (var each in workers)
            {
                if (each.IsIdle)
                {
                    chosen = each;
                    return true;
                }
                chosen = chosen is null || each.WaitingCount < chosen.WaitingCount ? each : chosen;
            }
            if (workers.Count < workersMax)
            {
                chosen = fresh = new Activation(grainClass, key);
                workers.Add(fresh);
            }
            return true;
        }
    }

    /// <summary>Under the lock of the list: a key that has no workers has no list.</summary>
    private bool IsKnown(IdSpan key, List<Activation> workers) =>
        _byKey.TryGetValue(key, out var known) && known == workers;

    private static Activation[] Copy(List<Activation> workers)
    {
        lock (workers)
        {
            return [.. workers];
        }
    }
}
