using Orleans;
using Orleans.Runtime;

namespace Krewe.Embedded;

internal sealed partial class Activation
{
    /// <summary>How often a call moves on from activations that take none, as in Orleans: they
    /// would go on for ever. While calls are taken, those that wait move on without limit.
    /// </summary>
    private const int HandOversMax = 2;

    /// <summary>Activates on the caller's thread if nobody else does. Returns why it failed, which
    /// is only known here when it failed at once; waiting calls are told in every case.</summary>
    private Exception? ActivateHere()
    {
        lock (this)
        {
            if (_stage != ActivationStage.New || _turnTaken)
            {
                return null;
            }
            _stage = ActivationStage.Activating;
            _turnTaken = true;
        }
        var entered = new TurnScope(this);
        var activating = ActivateAsync();
        entered.Leave();
        lock (this)
        {
            GiveBack();
        }
#pragma warning disable VSTHRD002 // It has completed: nothing is waited for.
        return activating.IsCompletedSuccessfully ? activating.Result : null;
#pragma warning restore VSTHRD002
    }

    /// <summary>Constructs the grain, loads its states and lets it prepare. Never throws.</summary>
    private async Task<Exception?> ActivateAsync()
    {
        try
        {
            (_grain, var unloaded) = PersistentState.AskedBy(this);
            while (unloaded is { } state)
            {
                unloaded = state.TakeNext();
                await state.LoadAsync();
            }
            if (Class.JoinsLifecycle)
            {
                ((ILifecycleParticipant<IGrainLifecycle>)_grain).Participate(ObservableLifecycle);
            }
            if (Class.OverridesOnActivate || _rarities?.Lifecycle is not null)
            {
                await WithinAsync(
                    Class.Silo.Collection.ActivationTimeout,
                    static (self, limit) => self.PrepareAsync(limit));
            }
        }
        catch (Exception exception)
        {
            Class.Silo.Log.ActivationFailed(exception, GrainId);
            await CleanUpAsync();
            EndLife(exception);
            return exception;
        }
        lock (this)
        {
            _stage = ActivationStage.Active;
            if (_wantsEnd && _rarities is { DrainsFirst: false } rarities)
            {
                _stage = ActivationStage.Deactivating;
                rarities.EndsUnused = true;
            }
        }
        Class.Silo.Meters.Activated();
        return null;
    }

    private async Task PrepareAsync(CancellationToken limit)
    {
        if (_rarities?.Lifecycle is { } lifecycle)
        {
            await lifecycle.StartAsync(limit);
        }
        if (Class.OverridesOnActivate)
        {
            await ((IGrainBase)_grain!).OnActivateAsync(limit);
        }
    }

    /// <summary>Runs what has to end within a time, and waits no longer, whether it looks at its
    /// token or not. Mostly it ends at once: then no timer is set.</summary>
    private async Task WithinAsync(
        TimeSpan limit, Func<Activation, CancellationToken, Task> work)
    {
        using var source = new CancellationTokenSource(
            Timeout.InfiniteTimeSpan, Class.Silo.Time);
        var running = work(this, source.Token);
        if (running.IsCompleted)
        {
            await running;
            return;
        }
        source.CancelAfter(limit);
        try
        {
            await running.WaitAsync(source.Token);
        }
        catch (OperationCanceledException)
        {
            // If it still runs, nobody else will look at its failure.
            _ = running.ContinueWith(
                static late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>Asks for the end. Calls in progress go on; calls that wait go to a new activation,
    /// or are served first if it drains first.</summary>
    internal void EndWhenIdle(DeactivationReason reason, bool drainsFirst)
    {
        lock (this)
        {
            if (_stage == ActivationStage.Ended || _deactivationBegun)
            {
                return;
            }
            var rarities = Rarities;
            if (!_wantsEnd)
            {
                rarities.Reason = reason;
            }
            rarities.DrainsFirst = drainsFirst;
            _wantsEnd = true;
            if (_stage is ActivationStage.Active && !drainsFirst)
            {
                _stage = ActivationStage.Deactivating;
            }
            if (_stage is ActivationStage.New && _waitingLast is null && !_turnTaken)
            {
                _stage = ActivationStage.Deactivating;
            }
            if (HasWork())
            {
                Schedule();
            }
        }
    }

    /// <summary>Ends an activation that is idle; false if it is not, or must stay.</summary>
    /// <remarks>An activation that has nothing to do on its way out ends on this thread.</remarks>
    internal bool TryEvict(DeactivationReasonCode code, string why)
    {
        lock (this)
        {
            if (_stage != ActivationStage.Active || _turnTaken || _wantsEnd
                || _blocking > 0 || _interleaved > 0
                || _waitingLast is not null || _readyLast is not null || IsKept)
            {
                return false;
            }
            _stage = ActivationStage.Deactivating;
            _turnTaken = true;
            _wantsEnd = true;
            _deactivationBegun = true;
        }
        if (!Class.OverridesOnDeactivate && _rarities is null)
        {
            EndLife(failure: null);
            lock (this)
            {
                GiveBack();
            }
            return true;
        }
        Rarities.Reason = new DeactivationReason(code, why);
        _deactivationBegun = false;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    internal void KeepFor(TimeSpan time)
    {
        var ticks = CoarseClock.TicksOf(time);
        Rarities.KeptUntilTick = Class.Silo.Clock.Tick + ticks;
    }

    /// <summary>A failed write left the grain's view of its state in doubt: it starts
    /// anew.</summary>
    internal void NoteFault(Exception? exception)
    {
        if (exception is Orleans.Storage.InconsistentStateException
            { HasReachedItsGrain: false } conflict)
        {
            conflict.HasReachedItsGrain = true;
            Deactivate(new DeactivationReason(
                DeactivationReasonCode.ApplicationError, exception, "its state was out of date"));
        }
    }

    /// <summary>A guess without the lock, so that the clock hand need not try in vain.</summary>
    internal bool MayBeEvicted =>
        _stage == ActivationStage.Active && !_turnTaken && _blocking == 0 && !Class.IsKeptAlive
        && !IsKept;

    private bool IsKept => _rarities?.KeptUntilTick is { } until && until > Class.Silo.Clock.Tick;

    private void BeginDeactivation() => _ = DeactivateAsync();

    private async Task DeactivateAsync()
    {
        _rarities?.StopTimers();
        if (Class.OverridesOnDeactivate && _grain is IGrainBase)
        {
            await AttemptAsync(static (self, limit) =>
                ((IGrainBase)self._grain!).OnDeactivateAsync(
                    self._rarities?.Reason ?? default, limit));
        }
        await CleanUpAsync();
        EndLife(failure: null);
    }

    /// <summary>Undoes what the activation began, be it only half begun.</summary>
    private async Task CleanUpAsync()
    {
        if (_rarities?.Lifecycle is not null)
        {
            await AttemptAsync(static (self, limit) => self._rarities!.Lifecycle!.StopAsync(limit));
        }
        // An observer is its owner's.
        if (_grain is IDisposable or IAsyncDisposable && !Class.IsForObservers)
        {
            await AttemptAsync(static (self, _) => DisposeAsync(self._grain));
        }
    }

    private static async Task DisposeAsync(object? grain)
    {
        if (grain is IAsyncDisposable asyncDisposable)
        {
            await asyncDisposable.DisposeAsync();
        }
        else
        {
            (grain as IDisposable)?.Dispose();
        }
    }

    /// <summary>One step of the way out: its failure is logged and keeps no other step from
    /// running.</summary>
    private async Task AttemptAsync(Func<Activation, CancellationToken, Task> step)
    {
        try
        {
            await WithinAsync(Class.Silo.DeactivationTimeout, step);
        }
        catch (Exception exception)
        {
            Class.Silo.Log.DeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>Leaves the directory. From here on nothing starts on this activation; calls that
    /// wait fail with the reason, or move on to a successor in their order.</summary>
    private void EndLife(Exception? failure)
    {
        QueuedCall? failed = null;
        Activation? successor = null;
        bool wasActive;
        if (Class.IsForObservers)
        {
            failure = ObserverDeleted();
        }
        lock (this)
        {
            wasActive = _stage == ActivationStage.Deactivating;
            _stage = ActivationStage.Ended;
            if (failure is not null)
            {
                failed = TakeAllWaiting();
            }
            else
            {
                (successor, failed) = HandOver();
            }
            Class.Activations.Leave(this, successor);
        }
        Class.Silo.Ring.Remove(this);
        if (wasActive)
        {
            Class.Silo.Meters.Deactivated();
        }
        if (failed is not null)
        {
            failure ??= MovedTooOften();
        }
        for (; failed is not null; failed = failed.Next)
        {
            failed.Fail(failure!);
        }
        _grain = null;
        _rarities?.End();
        if (successor is not null)
        {
            Class.Silo.Ring.Add(successor);
            successor.Resume();
        }
    }

    /// <summary>Moves the calls that somebody still waits for, before anybody can find the
    /// successor. Returns apart those that have moved too often.</summary>
    private (Activation? Successor, QueuedCall? Failed) HandOver()
    {
        Activation? successor = null;
        QueuedCall? failed = null;
        var next = TakeAllWaiting();
        while (next is { } call)
        {
            next = call.Next;
            call.Next = null;
            if (call.IsAnswered)
            {
                continue;
            }
            if (_rarities is { EndsUnused: true } && ++call.HandOvers > HandOversMax)
            {
                call.Next = failed;
                failed = call;
                continue;
            }
            successor ??= new Activation(Class, Key);
            successor.Append(call);
        }
        return (successor, failed);
    }

    private OrleansMessageRejectionException MovedTooOften()
    {
        var reason = _rarities?.Reason ?? default;
        var message = $"{GrainId} was deactivated again and again before it took a call: "
            + $"{reason.Description} ({reason.ReasonCode})";
        return reason.Exception is { } cause
            ? new OrleansMessageRejectionException(message, cause)
            : new OrleansMessageRejectionException(message);
    }

    private ArgumentException ObserverDeleted() => new($"the observer {Key} was deleted");

    private void Resume()
    {
        lock (this)
        {
            Schedule();
        }
    }
}
