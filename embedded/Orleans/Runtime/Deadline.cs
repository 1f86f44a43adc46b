namespace Krewe.Embedded;

/// <summary>Something that expires unless it is settled before.</summary>
internal abstract class Deadline
{
    internal Deadline? Before;
    internal Deadline? After;
    internal DeadlineBucket? Bucket;
    internal int DueTick;

    internal abstract void Expire();

    /// <summary>The silo has stopped before it was settled.</summary>
    internal virtual void Abandon() => Expire();

    protected void Settle() => Bucket?.Remove(this);
}

/// <summary>The deadlines of one tick (and of ticks one round later), in a linked list, so that
/// what is settled leaves at once and does not linger until its time.</summary>
internal sealed class DeadlineBucket
{
    private readonly Lock _guard = new();
    private Deadline? _head;
    private int _count;

    /// <summary>A guess without the lock.</summary>
    internal int Count => Volatile.Read(ref _count);

    internal void Add(Deadline deadline)
    {
        lock (_guard)
        {
            deadline.Bucket = this;
            deadline.After = _head;
            _head?.Before = deadline;
            _head = deadline;
            _count++;
        }
    }

    internal void Remove(Deadline deadline)
    {
        lock (_guard)
        {
            if (deadline.Bucket != this)
            {
                return;
            }
            if (deadline.Before is null)
            {
                _head = deadline.After;
            }
            else
            {
                deadline.Before.After = deadline.After;
            }
            deadline.After?.Before = deadline.Before;
            deadline.Before = deadline.After = null;
            deadline.Bucket = null;
            _count--;
        }
    }

    internal void TakeAll(List<Deadline> all)
    {
        var from = all.Count;
        lock (_guard)
        {
            for (var each = _head; each is not null; each = each.After)
            {
                all.Add(each);
            }
        }
        for (var i = from; i < all.Count; i++)
        {
            Remove(all[i]);
        }
    }

    internal void CollectDue(int tick, List<Deadline> due)
    {
        lock (_guard)
        {
            for (var each = _head; each is not null; each = each.After)
            {
                if (each.DueTick - tick <= 0)
                {
                    due.Add(each);
                }
            }
        }
        foreach (var each in due)
        {
            Remove(each);
        }
    }
}
