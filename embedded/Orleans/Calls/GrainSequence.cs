namespace Krewe.Embedded;

/// <summary>A sequence that a grain produces. Every step is an interleaving turn of the grain, and
/// the sequence ends with the activation that began it.</summary>
/// <remarks>A step may take as long as it likes: the grain may have nothing to tell for hours. Its
/// reader's token ends the wait.</remarks>
internal sealed class GrainSequence<TCall, TItem>(GrainProxy proxy, TCall call, GrainMethod method)
    : IAsyncEnumerable<TItem>
    where TCall : struct, IGrainStreamCall<TItem>
{
    private readonly GrainMethod _step = new(
        method.InterfaceType,
        method.Name,
        method.Parameters,
        GrainMethodOptions.AlwaysInterleave,
        Timeout.InfiniteTimeSpan.ToString(),
        method.TypeArguments);

    public async IAsyncEnumerator<TItem> GetAsyncEnumerator(
        CancellationToken cancellationToken = default)
    {
        var (items, home) = await RunAsync(activation =>
        {
            var begun = call.Invoke(activation.Grain!).GetAsyncEnumerator(cancellationToken);
            return ValueTask.FromResult((begun, activation));
        });
        Task<(bool More, TItem? Item)>? step = null;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                step = RunAsync(activation => NextAsync(items, activation, home));
                var (more, item) = await step.WaitAsync(cancellationToken);
                if (!more)
                {
                    yield break;
                }
                yield return item!;
            }
        }
        finally
        {
            if (step?.IsCompleted == false)
            {
                _ = EndAfterAsync(step, items, home);
            }
            else
            {
                await EndAsync(items, home);
            }
        }
    }

    private async ValueTask<(bool More, TItem? Item)> NextAsync(
        IAsyncEnumerator<TItem> items, Activation activation, Activation home)
    {
        if (activation != home)
        {
            throw new Orleans.Runtime.EnumerationAbortedException(
                $"{method} was cut off: its grain was deactivated meanwhile");
        }
        return await items.MoveNextAsync() ? (true, items.Current) : (false, default);
    }

    /// <summary>A sequence cannot be ended in the middle of a step.</summary>
    private async Task EndAfterAsync(Task step, IAsyncEnumerator<TItem> items, Activation home)
    {
        await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await EndAsync(items, home);
        }
        catch (Exception exception)
        {
            home.Class.Silo.Log.TurnFailed(exception, home.GrainId);
        }
    }

    private async Task EndAsync(IAsyncEnumerator<TItem> items, Activation home)
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

    private Task<TResult> RunAsync<TResult>(Func<Activation, ValueTask<TResult>> work) =>
        proxy.Binding.Class.Silo.Refusal is { } refusal
            ? Task.FromException<TResult>(refusal)
            : proxy.Binding.Class.RunAsync(proxy.Key, _step, work, isTheCallers: true);
}
