namespace Krewe.Grains.Pacing;

/// <summary>Has a grain take steps by a timer, one at a time; calls go on in between.</summary>
/// <remarks>
/// A step says when the next one is due; null: the grain rests until it is armed. It sees its own
/// faults through: what it throws ends its steps. Serves the turns of one activation, which stays
/// until the step that is waited for has begun.
/// </remarks>
internal sealed class StepTimer(
    IGrainBase grain,
    Func<CancellationToken, Task<TimeSpan?>> step,
    Action<TimeSpan> delayDeactivation)
{
    // A step may begin late where much is going on.
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(10);

    private IGrainTimer? _timer;
    private bool _isArmed;
    private bool _isStepping;
    private bool _isWoken;
    private TimeSpan? _asked;

    /// <summary>Takes a step after a wait, unless one is waited for, or one is under way and says
    /// when the next one is due.</summary>
    public void ArmIfIdle(TimeSpan wait)
    {
        if (_isStepping)
        {
            // The step may have looked already.
            _asked = wait;
        }
        else if (!_isArmed)
        {
            Arm(wait);
        }
    }

    /// <summary>Takes a step at once, or right after the one that is under way.</summary>
    public void Wake()
    {
        if (_isStepping)
        {
            _isWoken = true;
        }
        else
        {
            Arm(TimeSpan.Zero);
        }
    }

    private void Arm(TimeSpan wait)
    {
        _isArmed = true;
        delayDeactivation(wait + LateMax);
        if (_timer is { } timer)
        {
            timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }

        _timer = grain.RegisterGrainTimer(
            StepAsync,
            new GrainTimerCreationOptions(wait, Timeout.InfiniteTimeSpan)
            {
                Interleave = true,
                KeepAlive = true,
            });
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        if (_isStepping)
        {
            return;
        }

        (_isStepping, _isArmed, _isWoken, _asked) = (true, false, false, null);
        var wait = await step(cancellationToken);
        _isStepping = false;
        if (!cancellationToken.IsCancellationRequested
            && (_isWoken ? TimeSpan.Zero : wait ?? _asked) is { } next)
        {
            Arm(next);
        }
    }
}
