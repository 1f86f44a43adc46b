using System.Runtime.CompilerServices;
using HotChocolate.Execution.Inputs;
using HotChocolate.Execution.Plans;
using HotChocolate.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Execution;

/// <summary>One subscription: opens the events, and executes the operation for each.</summary>
/// <remarks>
/// The events are opened before the answer, so that nothing is missed after it. Each event has
/// services of its own; the arguments are bound once.
/// </remarks>
internal sealed class SubscriptionRun(
    RequestExecutor executor,
    OperationRequest request,
    OperationPlan plan,
    VariableValues variables)
    : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private AsyncServiceScope? _scope;

    public async ValueTask<IExecutionResult> OpenAsync(CancellationToken cancellationToken)
    {
        var field = plan.Root.Fields[0];
        try
        {
            var events = await OpenEventsAsync(field, cancellationToken);
            return new ResponseStream(() => ReadAsync(events, _ended.Token), DisposeAsync);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await DisposeAsync();
            return Failed(fault);
        }
    }

    private async ValueTask<IAsyncEnumerable<object?>> OpenEventsAsync(
        PlanField field, CancellationToken cancellationToken)
    {
        var source = field.Definition.Events
            ?? throw new InvalidOperationException(
                $"{field.Definition.Name} has no events: mark it with [Subscribe].");
        var services = request.Services;
        if (services is null)
        {
            _scope = executor.Parts.Services.CreateAsyncScope();
            services = _scope.Value.ServiceProvider;
        }

        _ = cancellationToken.UnsafeRegister(
            static ended => ((CancellationTokenSource)ended!).Cancel(), _ended);
        var run = new OperationRun(executor.Parts.Schema, plan, variables, services, _ended.Token)
        {
            GivenState = request.ContextData,
        };
        var context = new ResolverContext(
            run, field, slot: 0, source: null, field.Arguments.Bind(variables));
        if (await Authorization.Authorizer.RefusalAsync(context, field.Definition.Authorize)
            is { } refusal)
        {
            throw new GraphQLException(refusal);
        }

        return await source.Open(context);
    }

    private async IAsyncEnumerable<OperationResult> ReadAsync(
        IAsyncEnumerable<object?> events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var source = events.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            var (hasNext, fault) = await NextAsync(source);
            if (fault is not null)
            {
                yield return Failed(fault);
                yield break;
            }

            if (!hasNext)
            {
                yield break;
            }

            yield return await executor.ExecuteAsync(
                request with { Services = null },
                plan,
                variables,
                source.Current,
                cancellationToken);
        }
    }

    // A source that fails ends the stream, and the client is told; not why.
    private static async ValueTask<(bool HasNext, Exception? Fault)> NextAsync(
        IAsyncEnumerator<object?> source)
    {
        try
        {
            return (await source.MoveNextAsync(), null);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return (false, fault);
        }
    }

    private OperationResult Failed(Exception fault)
    {
        var path = Path.Root.Append(plan.Root.Fields[0].ResponseName);
        return executor.Filter(new([.. FieldErrors.Of(fault, path)]) { HttpStatus = 200 });
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _ended.Dispose();
        if (_scope is { } scope)
        {
            await scope.DisposeAsync();
        }
    }
}
