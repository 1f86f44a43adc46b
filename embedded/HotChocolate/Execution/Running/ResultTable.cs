using System.Buffers;
using System.Runtime.InteropServices;
using HotChocolate.Execution.Plans;

namespace HotChocolate.Execution.Running;

internal enum SlotState
{
    Pending,

    /// <summary>Left out by @skip or @include.</summary>
    Skipped,
    Null,
    Leaf,
    List,
    Object,
}

/// <summary>One value of the response.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct ResultSlot
{
    /// <summary>A leaf's completed value; an object's <see cref="PlanFields"/>.</summary>
    public object? Value;
    public PlanField? Field;
    public Completion? Completion;
    public int Parent;
    public int First;
    public int Count;
    public SlotState State;
}

/// <summary>A response while it is made: values in one flat array, in pooled memory.</summary>
/// <remarks>
/// <para>Shape: slot 0 is the data. The fields of an object, or the items of a list, lie side by
/// side from <see cref="ResultSlot.First"/>. An item has the field of its list, which is how a
/// path tells items from fields.</para>
/// <para>One thread at a time: the run's own. Only <see cref="PathOf"/> may be called by any
/// resolver; the array it meets is never given back while one may still look at it.</para>
/// </remarks>
internal sealed class ResultTable : IDisposable
{
    private const int CapacityMin = 64;

    private ResultSlot[] _slots = ArrayPool<ResultSlot>.Shared.Rent(CapacityMin);
    private int _count;
    private bool _hasNulls;

    public ref ResultSlot this[int slot] => ref _slots[slot];

    /// <summary>Makes room for values side by side below one, and says where.</summary>
    public int Add(int parent, int count)
    {
        var first = _count;
        EnsureCapacity(first + count);
        _count += count;
        for (var slot = first; slot < _count; slot++)
        {
            _slots[slot] = new() { Parent = parent };
        }

        return first;
    }

    /// <summary>
    /// Makes a value null. Where its type forbids that, the nearest above that may be is null.
    /// </summary>
    public void SetNull(int slot)
    {
        while (slot > 0 && _slots[slot].Completion!.NonNull)
        {
            slot = _slots[slot].Parent;
        }

        _slots[slot].State = SlotState.Null;
        _hasNulls = true;
    }

    /// <summary>Something above is null, so that nobody will see the value.</summary>
    public bool IsDead(int slot)
    {
        if (!_hasNulls)
        {
            return false;
        }

        for (; ; slot = _slots[slot].Parent)
        {
            if (_slots[slot].State is SlotState.Null)
            {
                return true;
            }

            if (slot == 0)
            {
                return false;
            }
        }
    }

    public Path PathOf(int slot)
    {
        var slots = _slots;
        if (slot >= slots.Length)
        {
            // The run has ended, and somebody who was left behind asks.
            return Path.Root;
        }

        var steps = new Stack<object>();
        while (slot > 0)
        {
            var parent = slots[slot].Parent;
            if (ReferenceEquals(slots[slot].Field, slots[parent].Field))
            {
                steps.Push(slot - slots[parent].First);
            }
            else
            {
                steps.Push(slots[slot].Field!.ResponseName);
            }

            slot = parent;
        }

        return Path.FromList([.. steps]);
    }

    /// <summary>Leaves the array to the garbage collector: someone may still look at it.</summary>
    public void Abandon() => _slots = [];

    public void Dispose()
    {
        var slots = _slots;
        _slots = [];
        if (slots.Length > 0)
        {
            slots.AsSpan(0, _count).Clear();
            ArrayPool<ResultSlot>.Shared.Return(slots);
        }
    }

    // The old array is not given back: a resolver may be asking for its path right now.
    private void EnsureCapacity(int capacity)
    {
        if (capacity <= _slots.Length)
        {
            return;
        }

        var larger = ArrayPool<ResultSlot>.Shared.Rent(Math.Max(capacity, _slots.Length * 2));
        _slots.AsSpan(0, _count).CopyTo(larger);
        _slots = larger;
    }
}
