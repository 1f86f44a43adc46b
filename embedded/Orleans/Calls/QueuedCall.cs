// An awaiter is kept across the wait and asked once, when it has completed: CA2012 and VSTHRD002
// see only that it is asked.
#pragma warning disable CA2012, VSTHRD002
using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>A call that waits in a mailbox or for its answer.</summary>
internal abstract class QueuedCall : Deadline
{
    /// <summary>The next in the mailbox. Guarded by the activation's lock.</summary>
    internal QueuedCall? Next;

    internal readonly GrainMethod Method;
    internal Guid ReentrancyId;
    internal object? Source;

    /// <summary>Whom it is for, should it never begin.</summary>
    internal GrainId Addressee;
    private ExecutionContext? _locals;
    private Activation? _target;
    private CancellationTokenRegistration _watch;
    private int _answers;

    /// <summary>How often it moved on from an activation that took no call. Guarded by the
    /// activation's lock.</summary>
    internal byte HandOvers;

    protected QueuedCall(GrainMethod method)
    {
        Method = method;
    }

    /// <summary>Whether an activation that gets this call is not idle.</summary>
    internal virtual bool CountsAsUse => true;

    internal bool PassesFilters => !IsEngines && !Method.SkipsFilters;

    /// <summary>A call of the engine itself passes no filters and no mailbox bound.</summary>
    internal virtual bool IsEngines => false;

    internal virtual bool Interleaves =>
        (Method.Options & GrainMethodOptions.AlwaysInterleave) != 0;

    internal bool IsReadOnly => (Method.Options & GrainMethodOptions.ReadOnly) != 0;

    /// <summary>Whether it may overtake: such calls are looked for behind the head.</summary>
    internal bool MayOvertake => Interleaves || IsReadOnly || ReentrancyId != Guid.Empty;

    internal virtual bool IsAnswered => Volatile.Read(ref _answers) != 0;

    internal abstract IGrainCallArguments Arguments { get; set; }

    internal abstract CancellationToken Cancellation { get; }

    internal Activation? Target => _target;

    /// <summary>Remembers whose call it is, on the caller's thread.</summary>
    internal void Capture()
    {
        CaptureLocals();
        Source = SynchronizationContext.Current;
    }

    internal void CaptureLocals()
    {
        _locals = ExecutionContext.Capture();
        ReentrancyId = RequestContext.TracksReentrancy ? RequestContext.ReentrancyId : Guid.Empty;
    }

    /// <summary>From here on the caller is answered as soon as it cancels. A call that has not
    /// begun never will; one that runs goes on until it looks at its token.</summary>
    internal void Watch()
    {
        var token = Cancellation;
        if (token.CanBeCanceled)
        {
            _watch = token.UnsafeRegister(
                static (self, token) =>
                    ((QueuedCall)self!).Fail(new OperationCanceledException(token)),
                this);
        }
    }

    /// <summary>Makes the caller's async locals those of this thread.</summary>
    internal void EnterLocals()
    {
        if (_locals is { } locals)
        {
            ExecutionContext.Restore(locals);
        }
    }

    /// <summary>Begins the call. Runs on the activation's turn and returns at the first
    /// wait.</summary>
    internal void Start(Activation activation)
    {
        _target = activation;
        EnterLocals();
        _locals = null;
        SynchronizationContext.SetSynchronizationContext(activation);
        try
        {
            var filters = activation.Class.Silo.IncomingFilters;
            if ((filters.Length > 0 || activation.Class.IsItsOwnFilter) && PassesFilters)
            {
                Follow(activation, IncomingFilterChain.RunAsync(activation, this, filters));
                return;
            }
            Begin(activation);
        }
        catch (Exception exception)
        {
            activation.NoteFault(exception);
            Fail(exception);
            activation.EndQueued(this);
        }
    }

    internal abstract void Fail(Exception exception);

    /// <summary>Invokes the method for a filter, which wants the result as an object.</summary>
    internal abstract ValueTask<object?> InvokeBoxedAsync(object grain);

    internal abstract void SetBoxed(object? result);

    /// <summary>The same call once more, with its own answer.</summary>
    internal virtual QueuedCall Twin() =>
        throw new NotSupportedException("only a call through a proxy has a twin");

    internal virtual Task<object?> AnswerBoxedAsync() =>
        throw new NotSupportedException("only a call through a proxy has an answer");

    protected QueuedCall As(QueuedCall original)
    {
        _locals = original._locals;
        ReentrancyId = original.ReentrancyId;
        Source = original.Source;
        return this;
    }

    protected abstract void Begin(Activation activation);

    internal override void Abandon() => Fail(new SiloUnavailableException(
        $"{Method} was not answered: the silo stopped before it was"));

    internal override void Expire() => Fail(new TimeoutException(
        $"{Method} on {_target?.GrainId ?? Addressee} did not answer in time. The "
        + "grain is busy, or waits for its own caller."));

    /// <summary>Waits for what the filters around the call do; they have set the answer.</summary>
    private void Follow(Activation activation, Task filtered)
    {
        _target = activation;
        if (filtered.IsCompleted)
        {
            Finish();
            return;
        }
        filtered.GetAwaiter().UnsafeOnCompleted(Finish);

        void Finish()
        {
            if (filtered.Exception?.InnerException is { } fault)
            {
                activation.NoteFault(fault);
                Fail(fault);
            }
            activation.EndQueued(this);
        }
    }

    protected void Attach(Activation activation)
    {
        _target = activation;
        Watch();
    }

    /// <summary>True once, for the one that answers: neither time nor the token can end the call
    /// any more.</summary>
    protected bool TryAnswer()
    {
        Settle();
        _watch.Unregister();
        return Interlocked.Exchange(ref _answers, 1) == 0;
    }
}

/// <summary>A waiting call with a result.</summary>
internal sealed class QueuedCall<TCall, TResult>(TCall call, GrainMethod method)
    : QueuedCall(method), IValueTaskSource<TResult>
    where TCall : struct, IGrainCall<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _answer = new()
    {
        RunContinuationsAsynchronously = true,
    };

    private TCall _call = call;
    private ConfiguredValueTaskAwaitable<TResult>.ConfiguredValueTaskAwaiter _running;

    /// <summary>The answer, for one caller to await once.</summary>
    internal ValueTask<TResult> Answer => new(this, _answer.Version);

    internal override CancellationToken Cancellation => _call.Cancellation;

    internal override IGrainCallArguments Arguments
    {
        get => _call;
        set => _call = (TCall)value;
    }

    public TResult GetResult(short token) => _answer.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    internal override void Fail(Exception exception)
    {
        if (TryAnswer())
        {
            _answer.SetException(exception);
        }
    }

    internal override async ValueTask<object?> InvokeBoxedAsync(object grain) =>
        await _call.Invoke(grain);

    internal override void SetBoxed(object? result) => Set((TResult)result!);

    internal override QueuedCall Twin() =>
        new QueuedCall<TCall, TResult>(_call, Method).As(this);

    internal override async Task<object?> AnswerBoxedAsync() => await Answer;

    /// <summary>Takes over a call that was begun on the caller's thread and has not
    /// ended.</summary>
    internal void Follow(Activation activation, ValueTask<TResult> running)
    {
        Attach(activation);
        _running = running.ConfigureAwait(false).GetAwaiter();
        _running.UnsafeOnCompleted(Finish);
    }

    protected override void Begin(Activation activation)
    {
        _running = _call.Invoke(activation.Grain!).ConfigureAwait(false).GetAwaiter();
        if (_running.IsCompleted)
        {
            Finish();
            return;
        }
        _running.UnsafeOnCompleted(Finish);
    }

    private void Set(TResult result)
    {
        if (TryAnswer())
        {
            _answer.SetResult(result);
        }
    }

    // On whatever thread the method's task ends: nothing here needs the turn.
    private void Finish()
    {
        var target = Target!;
        try
        {
            Set(_running.GetResult());
        }
        catch (Exception exception)
        {
            target.NoteFault(exception);
            Fail(exception);
        }
        target.EndQueued(this);
    }
}

/// <summary>A waiting call without a result.</summary>
internal sealed class QueuedCall<TCall>(TCall call, GrainMethod method)
    : QueuedCall(method), IValueTaskSource
    where TCall : struct, IGrainCall
{
    private ManualResetValueTaskSourceCore<bool> _answer = new()
    {
        RunContinuationsAsynchronously = true,
    };

    private TCall _call = call;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _running;

    /// <summary>The answer, for one caller to await once.</summary>
    internal ValueTask Answer => new(this, _answer.Version);

    internal override CancellationToken Cancellation => _call.Cancellation;

    internal override IGrainCallArguments Arguments
    {
        get => _call;
        set => _call = (TCall)value;
    }

    public void GetResult(short token) => _answer.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _answer.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags) =>
        _answer.OnCompleted(continuation, state, token, flags);

    internal override void Fail(Exception exception)
    {
        if (TryAnswer())
        {
            _answer.SetException(exception);
        }
    }

    internal override async ValueTask<object?> InvokeBoxedAsync(object grain)
    {
        await _call.Invoke(grain);
        return null;
    }

    internal override void SetBoxed(object? result)
    {
        if (TryAnswer())
        {
            _answer.SetResult(true);
        }
    }

    internal override QueuedCall Twin() => new QueuedCall<TCall>(_call, Method).As(this);

    internal override async Task<object?> AnswerBoxedAsync()
    {
        await Answer;
        return null;
    }

    /// <summary>Takes over a call that was begun on the caller's thread and has not
    /// ended.</summary>
    internal void Follow(Activation activation, ValueTask running)
    {
        Attach(activation);
        _running = running.ConfigureAwait(false).GetAwaiter();
        _running.UnsafeOnCompleted(Finish);
    }

    protected override void Begin(Activation activation)
    {
        _running = _call.Invoke(activation.Grain!).ConfigureAwait(false).GetAwaiter();
        if (_running.IsCompleted)
        {
            Finish();
            return;
        }
        _running.UnsafeOnCompleted(Finish);
    }

    // On whatever thread the method's task ends: nothing here needs the turn.
    private void Finish()
    {
        var target = Target!;
        try
        {
            _running.GetResult();
            SetBoxed(null);
        }
        catch (Exception exception)
        {
            target.NoteFault(exception);
            Fail(exception);
        }
        target.EndQueued(this);
    }
}
