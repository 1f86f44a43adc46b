namespace Krewe.Sandbox.State;

/// <summary>The one clock of the sandbox: real time plus a shift, or standing still.</summary>
/// <remarks>Safe from any thread. It never runs backwards, except by <see cref="Reset"/>.</remarks>
internal sealed class SandboxClock(TimeProvider real) : TimeProvider
{
    private readonly Lock _gate = new();
    private TimeSpan _shift;
    private DateTimeOffset? _frozenAt;

    public bool IsFrozen
    {
        get
        {
            lock (_gate)
            {
                return _frozenAt is not null;
            }
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _frozenAt ?? real.GetUtcNow() + _shift;
        }
    }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (_gate)
        {
            _shift += by;
            _frozenAt += by;
        }
    }

    public void Freeze()
    {
        lock (_gate)
        {
            _frozenAt ??= real.GetUtcNow() + _shift;
        }
    }

    /// <summary>Time flows again from the instant at which it stood.</summary>
    public void Run()
    {
        lock (_gate)
        {
            _shift = (_frozenAt - real.GetUtcNow()) ?? _shift;
            _frozenAt = null;
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _shift = TimeSpan.Zero;
            _frozenAt = null;
        }
    }
}
