using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The activations of a stateless worker: several for one key.</summary>
internal sealed class WorkerPool(GrainClass grainClass, int workersMax)
{
    private readonly ConcurrentDictionary<IdSpan, List<Activation>> _byKey = new();

    internal IEnumerable<Activation> All => _byKey.Values.SelectMany(Copy);

    /// <summary>One that is idle, else a new one, else the one with the fewest calls waiting.
    /// </summary>
    internal Activation Choose(IdSpan key)
    {
        var workers = _byKey.GetOrAdd(key, static _ => []);
        Activation? fresh = null;
        Activation? least = null;
        lock (workers)
        {
            workers.RemoveAll(each => each.IsEnded);
            foreach (var each in workers)
            {
                if (each.IsIdle)
                {
                    return each;
                }
                least = least is null || each.WaitingCount < least.WaitingCount ? each : least;
            }
            if (workers.Count >= workersMax)
            {
                return least!;
            }
            fresh = new Activation(grainClass, key);
            workers.Add(fresh);
        }
        grainClass.Silo.Ring.Add(fresh);
        return fresh;
    }

    internal void Leave(Activation ended, Activation? successor)
    {
        var workers = _byKey.GetOrAdd(ended.Key, static _ => []);
        lock (workers)
        {
            workers.Remove(ended);
            if (successor is not null)
            {
                workers.Add(successor);
            }
        }
    }

    private static Activation[] Copy(List<Activation> workers)
    {
        lock (workers)
        {
            return [.. workers];
        }
    }
}
