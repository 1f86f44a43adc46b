using System.Diagnostics;

namespace Krewe.Embedded;

/// <summary>The deadlines of all calls that wait, driven by one timer.</summary>
/// <remarks>Deadlines are kept by due tick modulo the number of buckets, and by thread, so that
/// callers do not wait for one another.</remarks>
internal sealed class DeadlineWheel
{
    private const int Buckets = 1_024;
    private const int Stripes = 4;

    private readonly CoarseClock _clock;
    private readonly int _usualTicks;
    private readonly DeadlineBucket[] _buckets;
    private readonly int _max;
    private int _swept;

    internal DeadlineWheel(CoarseClock clock, TimeSpan usual, int max)
    {
        _max = max;
        _clock = clock;
        _usualTicks = CoarseClock.TicksOf(usual);
        _buckets = new DeadlineBucket[Buckets * Stripes];
        for (var i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] = new DeadlineBucket();
        }
    }

    /// <summary>How many deadlines wait.</summary>
    internal int Count => _buckets.Sum(static each => each.Count);

    /// <summary>Whether there were too many when the wheel was swept last.</summary>
    internal bool IsFull { get; private set; }

    internal void Add(Deadline deadline, TimeSpan? after)
    {
        var ticks = after is { } asked ? CoarseClock.TicksOf(asked) : _usualTicks;
        deadline.DueTick = _clock.Tick + ticks + 1;
        var stripe = Environment.CurrentManagedThreadId & (Stripes - 1);
        _buckets[((deadline.DueTick & (Buckets - 1)) * Stripes) + stripe].Add(deadline);
    }

    /// <summary>Ends everything that still waits: no tick comes any more.</summary>
    internal void Abandon()
    {
        var left = new List<Deadline>();
        foreach (var bucket in _buckets)
        {
            bucket.TakeAll(left);
        }
        left.ForEach(static each => each.Abandon());
    }

    /// <summary>Lets everything expire that is due. Called by the engine's timer alone.</summary>
    internal void Sweep(int tick)
    {
        Debug.Assert(tick >= _swept, "the clock went backwards");
        var first = Math.Max(_swept + 1, tick - Buckets + 1);
        _swept = tick;
        IsFull = Count >= _max;
        var due = new List<Deadline>();
        for (var at = first; at <= tick; at++)
        {
            for (var stripe = 0; stripe < Stripes; stripe++)
            {
                _buckets[((at & (Buckets - 1)) * Stripes) + stripe].CollectDue(tick, due);
                foreach (var each in due)
                {
                    each.Expire();
                }
                due.Clear();
            }
        }
    }
}
