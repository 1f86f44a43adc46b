using Krewe.Tests.Support;

namespace Krewe.House.Tests;

/// <summary>The clock that the other tests stand on.</summary>
public sealed class ManualTimeProviderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Time_refuses_to_go_back() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _time.Advance(-Second));

    [Fact]
    public void Next_timer_is_missed_when_none_is_armed() =>
        Assert.Throws<InvalidOperationException>(_time.AdvanceToNextTimer);

    [Fact]
    public void Timer_refuses_a_negative_wait() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Timer(() => { }, -Second));

    [Fact]
    public void Intervals_are_exact_and_timestamps_are_no_ticks()
    {
        Assert.NotEqual(TimeSpan.TicksPerSecond, _time.TimestampFrequency);
        var random = new Random(7);
        for (var turn = 0; turn < 1_000; turn++)
        {
            var by = TimeSpan.FromTicks(random.NextInt64(TimeSpan.TicksPerDay));
            var (then, start) = (_time.GetUtcNow(), _time.GetTimestamp());
            _time.Advance(by);

            Assert.Equal(by, _time.GetUtcNow() - then);
            Assert.Equal(by, _time.GetElapsedTime(start));
        }
    }

    [Fact]
    public void Timers_fire_in_their_order_at_the_instant_they_are_due()
    {
        var start = _time.GetUtcNow();
        var fired = new List<(string Name, TimeSpan At)>();
        void Add(string name) => fired.Add((name, _time.GetUtcNow() - start));
        using var third = Timer(() => Add("third"), 3 * Second);
        using var first = Timer(() => Add("first"), Second);
        using var second = Timer(() => Add("second"), Second);

        _time.Advance(2 * Second);
        Assert.Equal([("first", Second), ("second", Second)], fired);
        _time.Advance(Second);
        Assert.Equal(("third", 3 * Second), fired[^1]);
        Assert.Equal(0, _time.TimersArmed);
    }

    [Fact]
    public void Timer_fires_at_every_period_until_it_is_stopped()
    {
        var fired = 0;
        using var timer = _time.CreateTimer(_ => fired++, null, TimeSpan.Zero, Second);
        Assert.Equal(0, fired);

        _time.Advance(TimeSpan.Zero);
        Assert.Equal(1, fired);
        _time.Advance(10 * Second);
        Assert.Equal(11, fired);
        Assert.True(timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _time.Advance(10 * Second);
        Assert.Equal(11, fired);
    }

    [Fact]
    public void Timer_that_is_disposed_by_another_does_not_fire()
    {
        var fired = false;
        ITimer? second = null;
        using var first = Timer(() => second!.Dispose(), Second);
        second = Timer(() => fired = true, Second);

        _time.Advance(Second);

        Assert.False(fired);
        Assert.False(second.Change(Second, Second));
    }

    [Fact]
    public void Timer_that_is_armed_on_the_way_fires_on_the_way()
    {
        var left = 5;
        ITimer? timer = null;
        timer = Timer(
            () =>
            {
                if (--left > 0)
                {
                    timer!.Change(Second, Timeout.InfiniteTimeSpan);
                }
            },
            Second);

        _time.Advance(5 * Second);

        Assert.Equal(0, left);
        timer.Dispose();
    }

    [Fact]
    public async Task Delay_ends_when_its_time_has_come()
    {
        var delay = Task.Delay(Second, _time, CancellationToken.None);
        await _time.WaitForTimersAsync(1);
        _time.Advance(Second - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);

        _time.AdvanceToNextTimer();

        await delay;
    }

    [Fact]
    public async Task Wait_for_timers_ends_when_they_are_armed()
    {
        var armed = _time.WaitForTimersAsync(2);
        using var first = Timer(() => { }, Second);
        Assert.False(armed.IsCompleted);

        using var second = Timer(() => { }, Second);

        await armed;
    }

    [Fact]
    public void Threads_that_advance_together_lose_no_time_and_no_timer()
    {
        const int Turns = 2_000;
        var start = _time.GetUtcNow();
        var fired = 0;
        using var timer = _time.CreateTimer(
            _ => Interlocked.Increment(ref fired), null, Second, Second);

        Parallel.For(0, Turns, _ => _time.Advance(Second));

        Assert.Equal(Turns * Second, _time.GetUtcNow() - start);
        Assert.Equal(Turns, fired);
    }

    private ITimer Timer(Action fire, TimeSpan due) =>
        _time.CreateTimer(_ => fire(), null, due, Timeout.InfiniteTimeSpan);
}
