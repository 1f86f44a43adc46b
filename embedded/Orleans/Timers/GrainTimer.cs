using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>A timer whose ticks are turns of its activation.</summary>
/// <remarks>The underlying timer fires once; a tick that has ended arms it again, and nothing else
/// does meanwhile. So there is at most one tick waiting or running.</remarks>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly GrainMethod Ticked =
        new(typeof(IGrainTimer), "tick", [], GrainMethodOptions.None);

    private readonly Activation _owner;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly GrainTimerCreationOptions _options;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private readonly Lock _guard = new();
    private TimeSpan _period;
    private bool _isTicking;

    /// <summary>What Change said while a tick waited or ran.</summary>
    private TimeSpan? _dueAfterTick;
    private int _ended;

    private GrainTimer(
        Activation owner,
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options)
    {
        _owner = owner;
        _callback = callback;
        _options = options;
        _period = options.Period;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = owner.Class.Silo.Time.CreateTimer(
                static self => ((GrainTimer)self!).Fire(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsDisposed => _disposed.IsCancellationRequested;

    internal static GrainTimer Start(
        Activation owner,
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        owner.Class.Silo.Timers.Enter(owner.GrainId);
        var timer = new GrainTimer(owner, callback, options);
        owner.Rarities.Add(timer);
        timer.Arm(options.DueTime);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_guard)
        {
            _period = period;
            if (_isTicking)
            {
                _dueAfterTick = dueTime;
                return;
            }
            Arm(dueTime);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0)
        {
            _timer.Dispose();
            _owner.Class.Silo.Timers.Leave();
            _owner.Rarities.Remove(this);
            _disposed.Cancel();
        }
    }

    /// <summary>Disposes the timer when its grain ends. What the grain hung on its token may throw,
    /// and that keeps nothing else from ending.</summary>
    internal void Stop()
    {
        try
        {
            Dispose();
        }
        catch (AggregateException exception)
        {
            _owner.Class.Silo.Log.TimerFailed(exception, _owner.GrainId);
        }
    }

    private static void Check(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        }
    }

    private void Arm(TimeSpan after) => _timer.Change(after, Timeout.InfiniteTimeSpan);

    private void Fire()
    {
        lock (_guard)
        {
            if (IsDisposed || _isTicking)
            {
                return;
            }
            _isTicking = true;
        }
        _owner.TryEnqueue(new Tick(this));
    }

    private async Task RunAsync()
    {
        try
        {
            await _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            if (!IsDisposed)
            {
                _owner.Class.Silo.Log.TimerFailed(exception, _owner.GrainId);
            }
        }
        lock (_guard)
        {
            _isTicking = false;
            if (!IsDisposed)
            {
                Arm(_dueAfterTick ?? _period);
            }
            _dueAfterTick = null;
        }
    }

    private sealed class Tick(GrainTimer timer) : QueuedCall(Ticked)
    {
        internal override bool CountsAsUse => timer._options.KeepAlive;

        internal override bool IsEngines => true;

        internal override bool Interleaves => timer._options.Interleave;

        /// <summary>A tick of a timer that is gone is dropped.</summary>
        internal override bool IsAnswered => timer.IsDisposed;

        internal override CancellationToken Cancellation => CancellationToken.None;

        internal override IGrainCallArguments Arguments
        {
            get => NoArguments.Instance;
            set => throw new NotSupportedException("a tick has no arguments");
        }

        internal override void Fail(Exception exception)
        {
        }

        internal override ValueTask<object?> InvokeBoxedAsync(object grain) =>
            throw new NotSupportedException("a tick passes no filters");

        internal override void SetBoxed(object? result)
        {
        }

        protected override void Begin(Activation activation)
        {
            var running = timer.RunAsync();
            if (running.IsCompleted)
            {
                activation.EndQueued(this);
                return;
            }
            running.GetAwaiter().UnsafeOnCompleted(() => activation.EndQueued(this));
        }
    }
}

/// <summary>The arguments of the engine's own calls.</summary>
internal sealed class NoArguments : IGrainCallArguments
{
    internal static readonly NoArguments Instance = new();

    public int Count => 0;

    public CancellationToken Cancellation => CancellationToken.None;

    public object? Get(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    public void Set(int index, object? value) =>
        throw new ArgumentOutOfRangeException(nameof(index));
}
