using Orleans.Runtime;

namespace Krewe.Embedded;

internal sealed partial class Activation
{
    /// <summary>How many pieces of work one thread runs for an activation before others get the
    /// thread.</summary>
    private const int BurstMax = 64;

    /// <summary>Takes the turn for a call that runs on the caller's thread. False means that the
    /// call has to go through the mailbox.</summary>
    internal bool TryBegin(GrainMethod method, out Exception? failure)
    {
        failure = null;
        if (Turn.Depth >= Turn.DepthMax)
        {
            return false;
        }
        if (_stage == ActivationStage.New)
        {
            failure = ActivateHere();
        }
        lock (this)
        {
            if (_turnTaken || _stage != ActivationStage.Active || _wantsEnd
                || _waitingLast is not null || _readyLast is not null
                || !MayStart(method.Options, Guid.Empty))
            {
                return false;
            }
            _turnTaken = true;
            Count(method.Options, 1);
        }
        Touch();
        return true;
    }

    /// <summary>Puts a call in the mailbox. False when the activation has ended and another will
    /// take the call.</summary>
    internal bool TryEnqueue(QueuedCall call)
    {
        lock (this)
        {
            if (_stage == ActivationStage.Ended)
            {
                if (Class.IsForObservers)
                {
                    call.Fail(ObserverDeleted());
                }
                return Class.IsForObservers;
            }
            var limit = Class.MailboxMax;
            if (limit > 0 && _waitingCount >= limit && !call.IsEngines)
            {
                Class.Silo.Meters.Refused("mailbox");
                call.Fail(new LimitExceededException(
                    "MaxEnqueuedRequestsHardLimit", _waitingCount, limit, GrainId));
                return true;
            }
            Append(call);
            if (HasWork())
            {
                Schedule();
            }
        }
        return true;
    }

    /// <summary>Ends a call that ran on the caller's thread, and gives the turn back.</summary>
    internal void End(GrainMethod method)
    {
        lock (this)
        {
            Count(method.Options, -1);
            LastUsedTick = Class.Silo.Clock.Tick;
            GiveBack();
        }
    }

    /// <summary>Gives the turn back while the call goes on waiting for something.</summary>
    internal void Yield()
    {
        lock (this)
        {
            GiveBack();
        }
    }

    /// <summary>Ends a call that went through the mailbox or had to wait.</summary>
    internal void EndQueued(QueuedCall call)
    {
        lock (this)
        {
            Count(OptionsOf(call), -1);
            if (call.CountsAsUse)
            {
                Touch();
            }
            if (HasWork())
            {
                Schedule();
            }
        }
    }

    /// <summary>Runs on a thread of the pool, which holds the turn already.</summary>
    public void Execute()
    {
        var before = SynchronizationContext.Current;
        SetSynchronizationContext(this);
        for (var i = 0; ; i++)
        {
            PostedWork? ready;
            QueuedCall? call;
            var ends = false;
            lock (this)
            {
                if (i >= BurstMax)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                    break;
                }
                // Now and then a call comes first, so that in a reentrant grain continuations
                // that go on for ever do not keep calls out.
                call = (i & 1) != 0 ? TakeWaiting() : null;
                ready = call is null ? TakeReady() : null;
                if (call is null && ready is null && (call = TakeWaiting()) is null
                    && !TakeStart() && !(ends = TakeEnd()))
                {
                    _turnTaken = false;
                    break;
                }
            }
            RunOne(ready, call, ends);
        }
        SetSynchronizationContext(before);
    }

    private void RunOne(PostedWork? ready, QueuedCall? call, bool ends)
    {
        var isWatched = TurnWatch.IsOn;
        if (isWatched)
        {
            TurnWatch.Enter(this, call?.Method ?? ready?.State);
        }
        try
        {
            if (ready is not null)
            {
                ready.Run();
            }
            else if (call is not null)
            {
                call.Start(this);
            }
            else if (ends)
            {
                BeginDeactivation();
            }
            else
            {
                EnterLocalsOfFirst();
                _ = ActivateAsync();
            }
        }
        catch (Exception exception)
        {
            Class.Silo.Log.TurnFailed(exception, GrainId);
        }
        if (isWatched)
        {
            TurnWatch.Leave();
        }
        ExecutionContext.Restore(Silo.NoLocals);
        SetSynchronizationContext(this);
    }

    /// <summary>A grain is activated with the request context of the call that it is activated for.
    /// </summary>
    private void EnterLocalsOfFirst()
    {
        QueuedCall? first;
        lock (this)
        {
            first = _waitingLast?.Next;
        }
        first?.EnterLocals();
        SetSynchronizationContext(this);
    }

    /// <summary>Under the lock.</summary>
    private void Append(QueuedCall call)
    {
        call.Next = _waitingLast is null ? call : _waitingLast.Next;
        _waitingLast?.Next = call;
        _waitingLast = call;
        _waitingCount++;
        if (MayOvertake(call))
        {
            _waitingOvertakers++;
        }
    }

    private PostedWork? TakeReady()
    {
        var work = _readyLast?.Next;
        if (work is not null)
        {
            _readyLast!.Next = work.Next;
            _readyLast = work == _readyLast ? null : _readyLast;
            work.Next = null;
        }
        return work;
    }

    private QueuedCall? TakeWaiting()
    {
        if (_stage != ActivationStage.Active || _deactivationBegun)
        {
            return null;
        }
        var before = _waitingLast;
        for (var left = _waitingCount; left > 0; left--)
        {
            var call = before!.Next!;
            if (call.IsAnswered)
            {
                // It ran out of time while it waited.
                Remove(before, call);
            }
            else if (MayStart(OptionsOf(call), call.ReentrancyId)
                || Class.Interleaving?.Allows(_grain!, call) == true)
            {
                Remove(before, call);
                Count(OptionsOf(call), 1);
                if (call.CountsAsUse)
                {
                    Touch();
                }
                return call;
            }
            else if (_waitingOvertakers == 0)
            {
                return null;
            }
            else
            {
                before = call;
            }
        }
        return null;
    }

    private void Remove(QueuedCall before, QueuedCall call)
    {
        before.Next = call.Next;
        if (_waitingLast == call)
        {
            _waitingLast = before == call ? null : before;
        }
        call.Next = null;
        _waitingCount--;
        if (MayOvertake(call))
        {
            _waitingOvertakers--;
        }
    }

    /// <summary>Empties the mailbox. Returns the first call; the last has no next.</summary>
    private QueuedCall? TakeAllWaiting()
    {
        var first = _waitingLast?.Next;
        _waitingLast?.Next = null;
        _waitingLast = null;
        _waitingCount = _waitingOvertakers = 0;
        return first;
    }

    private bool MayOvertake(QueuedCall call) =>
        call.MayOvertake || Class.Interleaving is not null;

    private bool MayStart(GrainMethodOptions options, Guid reentrancyId) =>
        _blocking == 0
        || Class.IsReentrant
        || (options & GrainMethodOptions.AlwaysInterleave) != 0
        || ((options & GrainMethodOptions.ReadOnly) != 0 && _blockingReadOnly == _blocking)
        || (reentrancyId != Guid.Empty && _rarities?.IsInSection(reentrancyId) == true);

    private void Count(GrainMethodOptions options, int change)
    {
        if ((options & GrainMethodOptions.AlwaysInterleave) != 0)
        {
            _interleaved += change;
            return;
        }
        _blocking += change;
        if ((options & GrainMethodOptions.ReadOnly) != 0)
        {
            _blockingReadOnly += change;
        }
    }

    private static GrainMethodOptions OptionsOf(QueuedCall call) => call.Interleaves
        ? call.Method.Options | GrainMethodOptions.AlwaysInterleave
        : call.Method.Options;

    /// <summary>Under the lock: lets a thread of the pool run what is there.</summary>
    private void Schedule()
    {
        if (!_turnTaken)
        {
            _turnTaken = true;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }

    private void GiveBack()
    {
        if (HasWork())
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
            return;
        }
        _turnTaken = false;
    }

    private bool HasWork() =>
        _readyLast is not null
        || (_waitingLast is not null
            && (_blocking == 0 || _waitingOvertakers > 0 || Class.IsReentrant)
            && _stage is ActivationStage.New or ActivationStage.Active)
        || MayDeactivate();

    /// <summary>The first call that went through the mailbox starts a new activation.</summary>
    private bool TakeStart()
    {
        if (_stage != ActivationStage.New || _waitingLast is null)
        {
            return false;
        }
        _stage = ActivationStage.Activating;
        return true;
    }

    private bool TakeEnd()
    {
        if (!MayDeactivate())
        {
            return false;
        }
        _deactivationBegun = true;
        _stage = ActivationStage.Deactivating;
        return true;
    }

    private bool MayDeactivate() =>
        _wantsEnd && !_deactivationBegun && _blocking == 0 && _interleaved == 0
        && (_stage == ActivationStage.Deactivating
            || (_stage == ActivationStage.Active && _waitingLast is null));

    /// <summary>A guess without the lock: whether a continuation waits for the turn.</summary>
    internal bool HasContinuation => _readyLast is not null;

    private void Touch()
    {
        LastUsedTick = Class.Silo.Clock.Tick;
        UsedSinceSweep = true;
    }
}
