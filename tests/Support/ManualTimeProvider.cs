namespace Krewe.Tests.Support;

/// <summary>Time that passes when a test says so.</summary>
/// <remarks>
/// <para>Timers fire on the thread that advances, one after another in the order in which they are
/// due, and see the instant at which they were due. A timer that is due at once fires at the next
/// advance, also by nothing.</para>
/// <para>Any thread may arm, stop and advance; no lock is held while a timer fires.</para>
/// </remarks>
public sealed class ManualTimeProvider : TimeProvider
{
    /// <summary>Counts in a tick. Code that takes timestamps for ticks is wrong by this
    /// factor, and intervals stay exact.</summary>
    private const int CountsPerTick = 3;

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<Watch> _watches = [];
    private readonly DateTimeOffset _start;
    private TimeSpan _passed;
    private TimeSpan _goal;
    private long _armings;

    /// <summary>Starts at noon of a leap day.</summary>
    public ManualTimeProvider()
        : this(new DateTimeOffset(2028, 2, 29, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>Starts at an instant.</summary>
    public ManualTimeProvider(DateTimeOffset start) => _start = start.ToUniversalTime();

    /// <inheritdoc/>
    public override long TimestampFrequency => CountsPerTick * TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that will fire.</summary>
    public int TimersArmed
    {
        get
        {
            lock (_lock)
            {
                return _armed.Count;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Passed();

    /// <inheritdoc/>
    public override long GetTimestamp() => CountsPerTick * Passed().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass and fires what becomes due, also what is armed on the way.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        TimeSpan goal;
        lock (_lock)
        {
            goal = _goal += by;
        }

        while (TakeDue(goal) is { } timer)
        {
            timer.Fire();
        }
    }

    /// <summary>Lets time pass as on a computer that sleeps: whatever became due fires once when it
    /// wakes, however many turns it missed.</summary>
    public void Sleep(TimeSpan by)
    {
        lock (_lock)
        {
            _passed = _goal + by;
        }

        Advance(by);
    }

    /// <summary>Lets time pass until the next timer fires.</summary>
    /// <exception cref="InvalidOperationException">No timer is armed.</exception>
    public void AdvanceToNextTimer()
    {
        TimeSpan by;
        lock (_lock)
        {
            var next = Next() ?? throw new InvalidOperationException(
                "No timer is armed. Await WaitForTimersAsync before advancing.");
            by = next.Due - _passed;
        }

        Advance(by > TimeSpan.Zero ? by : TimeSpan.Zero);
    }

    /// <summary>Completes when at least so many timers are armed: what is tested has come to its
    /// wait.</summary>
    public Task WaitForTimersAsync(int count, CancellationToken cancellationToken = default)
    {
        var watch = new Watch(count);
        lock (_lock)
        {
            if (_armed.Count >= count)
            {
                return Task.CompletedTask;
            }

            _watches.Add(watch);
        }

        return watch.Done.Task.WaitAsync(cancellationToken);
    }

    private TimeSpan Passed()
    {
        lock (_lock)
        {
            return _passed;
        }
    }

    private ManualTimer? Next() => _armed.MinBy(timer => (timer.Due, timer.Order));

    /// <summary>Moves time to the next due timer and takes it, or to the goal.</summary>
    private ManualTimer? TakeDue(TimeSpan goal)
    {
        lock (_lock)
        {
            var next = Next();
            var isDue = next is not null && next.Due <= goal;
            var now = isDue ? next!.Due : goal;
            _passed = now > _passed ? now : _passed;
            if (!isDue)
            {
                return null;
            }

            _armed.Remove(next!);
            next!.Rearm();
            return next;
        }
    }

    private void Arm(ManualTimer timer, TimeSpan due)
    {
        timer.Due = due;
        timer.Order = _armings++;
        _armed.Add(timer);
        foreach (var watch in _watches.FindAll(watch => watch.Count <= _armed.Count))
        {
            _watches.Remove(watch);
            watch.Done.SetResult();
        }
    }

    private sealed record Watch(int Count)
    {
        public TaskCompletionSource Done { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>A timer; its fields are guarded by the lock of its owner.</summary>
    private sealed class ManualTimer(
        ManualTimeProvider owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;
        private bool _isDisposed;

        public TimeSpan Due { get; set; }

        public long Order { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            ThrowIfNegative(dueTime, nameof(dueTime));
            ThrowIfNegative(period, nameof(period));
            lock (owner._lock)
            {
                owner._armed.Remove(this);
                if (_isDisposed)
                {
                    return false;
                }

                _period = period;
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    owner.Arm(this, owner._passed + dueTime);
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (owner._lock)
            {
                _isDisposed = true;
                owner._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>Arms a periodic timer for its next turn that is still to come.</summary>
        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
            {
                var missed = Math.Floor((owner._passed - Due) / _period);
                owner.Arm(this, Due + (_period * (missed + 1)));
            }
        }

        public void Fire() => callback(state);

        private static void ThrowIfNegative(TimeSpan time, string name)
        {
            if (time != Timeout.InfiniteTimeSpan)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            }
        }
    }
}
