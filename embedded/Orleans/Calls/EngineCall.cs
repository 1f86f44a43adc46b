namespace Krewe.Embedded;

/// <summary>Work of the engine that runs as a turn of a grain, like a stream's delivery.</summary>
internal readonly struct EngineCall<TResult>(Func<Activation, ValueTask<TResult>> work)
    : IGrainCall<TResult>
{
    public int Count => 0;

    public CancellationToken Cancellation => CancellationToken.None;

    public object? Get(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    public void Set(int index, object? value) =>
        throw new ArgumentOutOfRangeException(nameof(index));

    public ValueTask<TResult> Invoke(object grain) => work(Activation.Current!);
}

/// <summary>Sends such work to a grain, which is activated for it if need be.</summary>
internal static class EngineCalls
{
    internal static Task<TResult> RunAsync<TResult>(
        this GrainClass grainClass,
        Orleans.Runtime.IdSpan key,
        GrainMethod method,
        Func<Activation, ValueTask<TResult>> work,
        bool isTheCallers = false)
    {
        var call = new QueuedCall<EngineCall<TResult>, TResult>(
            new EngineCall<TResult>(work), method)
        {
            Addressee = new Orleans.Runtime.GrainId(grainClass.Type, key),
        };
        if (isTheCallers)
        {
            call.Capture();
        }
        grainClass.Silo.Deadlines.Add(call, method.ResponseTimeout);
        var wait = default(SpinWait);
        while (!grainClass.Activations.GetOrAdd(key).TryEnqueue(call))
        {
            wait.SpinOnce();
        }
        return call.Answer.AsTask();
    }
}
