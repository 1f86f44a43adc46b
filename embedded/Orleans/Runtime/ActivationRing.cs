using Orleans;

namespace Krewe.Embedded;

/// <summary>Keeps the number of activations below a bound by ending those not used
/// lately.</summary>
/// <remarks>
/// <para>Each shard is a clock: activations stand in slots, a hand goes round, an activation that
/// was used since the hand passed last is spared once. A call only sets a flag.</para>
/// <para>Thread: a shard's lock is taken before an activation's, never after.</para>
/// </remarks>
internal sealed class ActivationRing
{
    private const int ShardCount = 4;

    private readonly Shard[] _shards = new Shard[ShardCount];
    private uint _next;

    internal ActivationRing(int activationsMax, Action evicted)
    {
        var each = Math.Max(1, activationsMax / ShardCount);
        for (var i = 0; i < ShardCount; i++)
        {
            _shards[i] = new Shard(each, evicted);
        }
    }

    internal int Count => _shards.Sum(shard => shard.Count);

    internal IEnumerable<Activation> All => _shards.SelectMany(shard => shard.Snapshot());

    internal void Add(Activation activation)
    {
        var shard = (int)(Interlocked.Increment(ref _next) % ShardCount);
        _shards[shard].Add(activation, shard);
        if (activation.IsEnded)
        {
            // It ended before it had a slot to leave.
            Remove(activation);
        }
    }

    internal void Remove(Activation activation)
    {
        var slot = activation.RingSlot;
        if (slot >= 0)
        {
            _shards[slot % ShardCount].Remove(activation, slot / ShardCount);
        }
    }

    private sealed class Shard(int max, Action evicted)
    {
        private const int StepsWhenFruitless = 64;

        /// <summary>More than one, so that the bound is regained after more were busy; few, so
        /// that one call does not pay for all.</summary>
        private const int EvictionsPerAdd = 4;

        private readonly Lock _guard = new();
        private readonly Stack<int> _free = new();
        private Activation?[] _slots = new Activation?[64];
        private int _used;
        private int _hand;
        private bool _fruitless;

        /// <summary>About how many were told to end and have not left yet.</summary>
        private int _leaving;

        internal int Count { get; private set; }

        internal Activation[] Snapshot()
        {
            lock (_guard)
            {
                return [.. _slots.AsSpan(0, _used).ToArray().OfType<Activation>()];
            }
        }

        internal void Add(Activation activation, int shard)
        {
            lock (_guard)
            {
                var slot = _free.Count > 0 ? _free.Pop() : _used++;
                if (slot == _slots.Length)
                {
                    Array.Resize(ref _slots, _slots.Length * 2);
                }
                _slots[slot] = activation;
                activation.RingSlot = (slot * ShardCount) + shard;
                Count++;
            }
            for (var i = 0; i < EvictionsPerAdd && Choose(activation) is { } victim; i++)
            {
                Evict(victim);
            }
        }

        internal void Remove(Activation activation, int slot)
        {
            lock (_guard)
            {
                if (_slots[slot] == activation)
                {
                    _slots[slot] = null;
                    _free.Push(slot);
                    Count--;
                    _leaving = Math.Max(0, _leaving - 1);
                    _fruitless = false;
                }
                activation.RingSlot = -1;
            }
        }

        /// <summary>One to end, as long as there are more than may be.</summary>
        private Activation? Choose(Activation newcomer)
        {
            if (Count - _leaving <= max)
            {
                // A guess without the lock.
                return null;
            }
            lock (_guard)
            {
                var victim = Count - _leaving > max ? Sweep(newcomer) : null;
                _leaving += victim is null ? 0 : 1;
                return victim;
            }
        }

        private void Evict(Activation victim)
        {
            if (victim.TryEvict(
                DeactivationReasonCode.HighMemoryPressure, "others were used more recently"))
            {
                evicted();
                return;
            }
            lock (_guard)
            {
                _leaving = Math.Max(0, _leaving - 1);
            }
        }

        /// <summary>Finds one that is idle and was not used since the hand passed. When all were
        /// busy the last time, only a few are looked at until one has left.</summary>
        private Activation? Sweep(Activation newcomer)
        {
            var steps = _fruitless ? StepsWhenFruitless : 2 * _used;
            for (var i = 0; i < steps; i++)
            {
                _hand = _hand + 1 < _used ? _hand + 1 : 0;
                var candidate = _slots[_hand];
                if (candidate is null || candidate == newcomer)
                {
                    continue;
                }
                if (candidate.UsedSinceSweep)
                {
                    candidate.UsedSinceSweep = false;
                }
                else if (candidate.MayBeEvicted)
                {
                    return candidate;
                }
            }
            _fruitless = true;
            return null;
        }
    }
}
