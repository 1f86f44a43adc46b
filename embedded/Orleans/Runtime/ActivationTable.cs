using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Activations by key. They are their own entries, so that an idle one costs no
/// more.</summary>
/// <remarks>
/// <para>Invariant: an activation is entered once and taken out once. Whoever reads without the
/// lock may miss one while another leaves or a shard grows, and finds out under the lock.</para>
/// <para>Thread: a shard's lock is taken after an activation's; nothing is called under it.</para>
/// </remarks>
internal sealed class ActivationTable
{
    private const int ShardCount = 16;

    private readonly Shard[] _shards;

    internal ActivationTable()
    {
        _shards = new Shard[ShardCount];
        for (var i = 0; i < ShardCount; i++)
        {
            _shards[i] = new Shard();
        }
    }

    internal IEnumerable<Activation> All => _shards.SelectMany(static shard => shard.Snapshot());

    internal Activation? Find(IdSpan key)
    {
        var hash = key.GetUniformHashCode();
        return ShardOf(hash).Find(key, hash);
    }

    /// <summary>Looks without a lock: what is found is right, what is not found may be
    /// there.</summary>
    internal Activation? Glimpse(IdSpan key)
    {
        var hash = key.GetUniformHashCode();
        return ShardOf(hash).Look(key, hash);
    }

    /// <summary>Enters an activation, unless there is one of its key.</summary>
    /// <returns>The one that is there now.</returns>
    internal Activation GetOrAdd(Activation fresh)
    {
        fresh.Hash = fresh.Key.GetUniformHashCode();
        return ShardOf(fresh.Hash).GetOrAdd(fresh);
    }

    /// <summary>Takes out an activation; its successor takes its place in the same step.</summary>
    /// <returns>False if it was not there.</returns>
    internal bool Replace(Activation ended, Activation? successor)
    {
        successor?.Hash = ended.Hash;
        return ShardOf(ended.Hash).Replace(ended, successor);
    }

    // The buckets go by the low bits.
    private Shard ShardOf(uint hash) => _shards[hash >> 28];

    private sealed class Shard
    {
        private readonly Lock _guard = new();
        private Activation?[] _buckets = new Activation?[16];
        private int _count;

        internal Activation[] Snapshot()
        {
            lock (_guard)
            {
                var all = new List<Activation>(_count);
                foreach (var first in _buckets)
                {
                    for (var each = first; each is not null; each = each.NextInTable)
                    {
                        all.Add(each);
                    }
                }
                return [.. all];
            }
        }

        internal Activation? Find(IdSpan key, uint hash)
        {
            lock (_guard)
            {
                return Look(key, hash);
            }
        }

        internal Activation GetOrAdd(Activation fresh)
        {
            lock (_guard)
            {
                if (Look(fresh.Key, fresh.Hash) is { } known)
                {
                    return known;
                }
                if (_count == _buckets.Length)
                {
                    Grow();
                }
                Enter(_buckets, fresh);
                _count++;
                return fresh;
            }
        }

        internal bool Replace(Activation ended, Activation? successor)
        {
            lock (_guard)
            {
                ref var link = ref _buckets[ended.Hash & (_buckets.Length - 1)];
                while (link is not null && link != ended)
                {
                    link = ref link.NextInTable;
                }
                if (link is null)
                {
                    return false;
                }
                if (successor is null)
                {
                    Volatile.Write(ref link, ended.NextInTable);
                    _count--;
                }
                else
                {
                    successor.NextInTable = ended.NextInTable;
                    Volatile.Write(ref link, successor);
                }
                ended.NextInTable = null;
                return true;
            }
        }

        internal Activation? Look(IdSpan key, uint hash)
        {
            var buckets = Volatile.Read(ref _buckets);
            var each = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]);
            while (each is not null && (each.Hash != hash || each.Key != key))
            {
                each = Volatile.Read(ref each.NextInTable);
            }
            return each;
        }

        private void Grow()
        {
            var larger = new Activation?[_buckets.Length * 2];
            foreach (var first in _buckets)
            {
                var each = first;
                while (each is not null)
                {
                    var next = each.NextInTable;
                    Enter(larger, each);
                    each = next;
                }
            }
            Volatile.Write(ref _buckets, larger);
        }

        private static void Enter(Activation?[] buckets, Activation entered)
        {
            ref var first = ref buckets[entered.Hash & (buckets.Length - 1)];
            entered.NextInTable = first;
            Volatile.Write(ref first, entered);
        }
    }
}
