namespace Krewe.Embedded;

/// <summary>Runs a call at once, on the caller's thread, on an activation that was idle.</summary>
/// <remarks>Invariant: the caller of Run holds the activation's turn (TryBegin answered true), and
/// Run gives it back.</remarks>
internal static class Turn
{
    /// <summary>How many calls deep one stack may grow. Deeper calls go through the
    /// mailbox.</summary>
    internal const int DepthMax = 8;

    [ThreadStatic]
    internal static int Depth;

    internal static ValueTask<TResult> Run<TCall, TResult>(
        Activation activation, TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<TResult>
    {
        var entered = new TurnScope(activation, method);
        ValueTask<TResult> result;
        try
        {
            result = call.Invoke(activation.Grain!);
        }
        catch (Exception exception)
        {
            result = ValueTask.FromException<TResult>(exception);
        }
        if (!result.IsCompleted)
        {
            var running = new QueuedCall<TCall, TResult>(call, method);
            running.Follow(activation, result);
            activation.Class.Silo.Deadlines.Add(running, method.ResponseTimeout);
            entered.Leave();
            activation.Yield();
            return running.Answer;
        }
        entered.Leave();
        if (!result.IsCompletedSuccessfully)
        {
            result = Faulted(activation, result.AsTask());
        }
        activation.End(method);
        return result;
    }

    internal static ValueTask Run<TCall>(Activation activation, TCall call, GrainMethod method)
        where TCall : struct, IGrainCall
    {
        var entered = new TurnScope(activation, method);
        ValueTask result;
        try
        {
            result = call.Invoke(activation.Grain!);
        }
        catch (Exception exception)
        {
            result = ValueTask.FromException(exception);
        }
        if (!result.IsCompleted)
        {
            var running = new QueuedCall<TCall>(call, method);
            running.Follow(activation, result);
            activation.Class.Silo.Deadlines.Add(running, method.ResponseTimeout);
            entered.Leave();
            activation.Yield();
            return running.Answer;
        }
        entered.Leave();
        if (!result.IsCompletedSuccessfully)
        {
            var task = result.AsTask();
            activation.NoteFault(task.Exception?.InnerException);
            result = new ValueTask(task);
        }
        activation.End(method);
        return result;
    }

    private static ValueTask<TResult> Faulted<TResult>(Activation activation, Task<TResult> task)
    {
        activation.NoteFault(task.Exception?.InnerException);
        return new ValueTask<TResult>(task);
    }
}

/// <summary>Makes an activation the current one of this thread, and undoes that.</summary>
/// <remarks>What the callee does to async locals stays with the callee.</remarks>
internal readonly ref struct TurnScope
{
    private readonly SynchronizationContext? _before;
    private readonly ExecutionContext? _locals;
    private readonly bool _isWatched;

    internal TurnScope(Activation activation, GrainMethod? method = null)
    {
        _before = SynchronizationContext.Current;
        _locals = ExecutionContext.Capture();
        Turn.Depth++;
        _isWatched = TurnWatch.IsOn;
        if (_isWatched)
        {
            TurnWatch.Enter(activation, method);
        }
        SynchronizationContext.SetSynchronizationContext(activation);
    }

    internal void Leave()
    {
        Turn.Depth--;
        if (_isWatched)
        {
            TurnWatch.Leave();
        }
        SynchronizationContext.SetSynchronizationContext(_before);
        if (_locals is not null && _locals != ExecutionContext.Capture())
        {
            ExecutionContext.Restore(_locals);
        }
    }
}
