using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The base of the references that are generated, one class for each grain
/// interface.</summary>
/// <remarks>A proxy remembers the activation that it found last. That may be stale: an activation
/// that ended takes no calls, and then the directory is asked again.</remarks>
public abstract class GrainProxy : GrainReference
{
    private Activation? _known;

    protected GrainProxy(GrainProxyTarget target)
        : base(target.Binding, target.Key)
    {
    }

    protected ValueTask<TResult> CallAsync<TCall, TResult>(TCall call, GrainMethod method)
        where TCall : struct, IGrainCall<TResult>
    {
        var silo = Binding.Class.Silo;
        if (silo.Refusal is { } refusal)
        {
            return ValueTask.FromException<TResult>(refusal);
        }
        if (call.Cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(call.Cancellation);
        }
        if (!Binding.Class.PassesFilters)
        {
            var activation = Find(silo);
            if (activation.TryBegin(method, out var failure))
            {
                return Turn.Run<TCall, TResult>(activation, call, method);
            }
            if (failure is not null)
            {
                return ValueTask.FromException<TResult>(failure);
            }
        }
        var queued = new QueuedCall<TCall, TResult>(call, method);
        Send(silo, queued);
        return queued.Answer;
    }

    protected ValueTask CallAsync<TCall>(TCall call, GrainMethod method)
        where TCall : struct, IGrainCall
    {
        var silo = Binding.Class.Silo;
        if (silo.Refusal is { } refusal)
        {
            return ValueTask.FromException(refusal);
        }
        if (call.Cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(call.Cancellation);
        }
        var oneWay = (method.Options & GrainMethodOptions.OneWay) != 0;
        if (!Binding.Class.PassesFilters && !oneWay)
        {
            var activation = Find(silo);
            if (activation.TryBegin(method, out var failure))
            {
                return Turn.Run(activation, call, method);
            }
            if (failure is not null)
            {
                return ValueTask.FromException(failure);
            }
        }
        var queued = new QueuedCall<TCall>(call, method);
        Send(silo, queued);
        return oneWay ? default : queued.Answer;
    }

    protected IAsyncEnumerable<TItem> StreamAsync<TCall, TItem>(TCall call, GrainMethod method)
        where TCall : struct, IGrainStreamCall<TItem> =>
        new GrainSequence<TCall, TItem>(this, call, method);

    internal void Send(Silo silo, QueuedCall call)
    {
        call.Capture();
        call.Addressee = GrainId;
        if (silo.OutgoingFilters is { Length: > 0 } filters)
        {
            OutgoingFilterChain.Start(this, silo, call, filters);
            return;
        }
        Deliver(silo, call);
    }

    internal void Deliver(Silo silo, QueuedCall call)
    {
        silo.Meters.Queued();
        if (silo.Deadlines.IsFull)
        {
            silo.Meters.Refused("silo");
            call.Fail(new LimitExceededException(
                nameof(EmbeddedEngineOptions.WaitingCallsMax),
                silo.Deadlines.Count,
                silo.Options.WaitingCallsMax,
                "too many calls of the silo wait for answers"));
            return;
        }
        call.Watch();
        silo.Deadlines.Add(call, call.Method.ResponseTimeout);
        var wait = default(SpinWait);
        while (!Find(silo).TryEnqueue(call))
        {
            // The activation ended between the look-up and the call; it leaves the directory
            // within a moment.
            _known = null;
            wait.SpinOnce();
        }
    }

    private Activation Find(Silo silo)
    {
        var known = _known;
        if (known is { IsEnded: false })
        {
            return known;
        }
        known = Binding.Class.Activations.GetOrAdd(Key);
        _known = Binding.Class.IsStatelessWorker ? null : known;
        return known;
    }
}

/// <summary>What a generated proxy hands to its base: a grain and the interface it is seen
/// by.</summary>
public readonly struct GrainProxyTarget
{
    internal readonly GrainBinding Binding;
    internal readonly IdSpan Key;

    internal GrainProxyTarget(GrainBinding binding, IdSpan key)
    {
        Binding = binding;
        Key = key;
    }
}
