namespace Krewe.Embedded;

/// <summary>A sequence that a grain produces. Every step is an interleaving turn of the grain, and
/// the sequence ends with the activation that began it.</summary>
internal sealed class GrainSequence<TCall, TItem>(GrainProxy proxy, TCall call, GrainMethod method)
    : IAsyncEnumerable<TItem>
    where TCall : struct, IGrainStreamCall<TItem>
{
    private readonly GrainMethod _step = new(
        method.InterfaceType,
        method.Name,
        method.Parameters,
        GrainMethodOptions.AlwaysInterleave,
        method.ResponseTimeout?.ToString(),
        method.TypeArguments);

    public async IAsyncEnumerator<TItem> GetAsyncEnumerator(
        CancellationToken cancellationToken = default)
    {
        var (items, home) = await RunAsync(activation =>
        {
            var begun = call.Invoke(activation.Grain!).GetAsyncEnumerator(cancellationToken);
            return ValueTask.FromResult((begun, activation));
        });
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (more, item) = await RunAsync(async activation =>
                {
                    if (activation != home)
                    {
                        throw new Orleans.Runtime.EnumerationAbortedException(
                            $"{method} was cut off: its grain was deactivated meanwhile");
                    }
                    return await items.MoveNextAsync() ? (true, items.Current) : (false, default);
                });
                if (!more)
                {
                    yield break;
                }
                yield return item!;
            }
        }
        finally
        {
            if (!home.IsEnded)
            {
                await RunAsync(async _ =>
                {
                    await items.DisposeAsync();
                    return true;
                });
            }
        }
    }

    private Task<TResult> RunAsync<TResult>(Func<Activation, ValueTask<TResult>> work) =>
        proxy.Binding.Class.Silo.Refusal is { } refusal
            ? Task.FromException<TResult>(refusal)
            : proxy.Binding.Class.RunAsync(proxy.Key, _step, work, isTheCallers: true);
}
