namespace Krewe.Engine.Tests;

/// <summary>Time that passes when a test says so. Timers fire on the thread that moves it.
/// </summary>
internal sealed class ManualTime : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Lock _guard = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + _passed;

    public override long GetTimestamp() => _passed.Ticks;

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        lock (_guard)
        {
            _timers.Add(timer);
        }
        return timer;
    }

    /// <summary>Lets time pass, from one due timer to the next.</summary>
    internal void Advance(TimeSpan by)
    {
        var until = _passed + by;
        while (NextDue(until) is { } next)
        {
            _passed = next.Due!.Value > _passed ? next.Due.Value : _passed;
            next.Fire();
        }
        _passed = until;
    }

    private ManualTimer? NextDue(TimeSpan until)
    {
        lock (_guard)
        {
            return _timers.Where(each => each.Due <= until).MinBy(each => each.Due);
        }
    }

    private sealed class ManualTimer(ManualTime owner, TimerCallback callback, object? state)
        : ITimer
    {
        private TimeSpan _period;

        internal TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner._passed + dueTime;
            return true;
        }

        public void Dispose()
        {
            Due = null;
            lock (owner._guard)
            {
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        internal void Fire()
        {
            Due = _period > TimeSpan.Zero ? Due + _period : null;
            callback(state);
        }
    }
}
