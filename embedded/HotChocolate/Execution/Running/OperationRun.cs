using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GreenDonut;
using HotChocolate.Execution.Inputs;
using HotChocolate.Execution.Plans;
using HotChocolate.Language;
using HotChocolate.Types;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Execution;

/// <summary>One execution of an operation, in waves.</summary>
/// <remarks>
/// <para>What can run runs: values that are there at once are completed on the spot, and the
/// fields below them join the queue. What must be waited for leaves word in the inbox. Only
/// when nothing else can run are the batches of keys sent off that resolvers have asked for
/// meanwhile, so that they hold the keys of all of them.</para>
/// <para>One thread at a time runs it. Resolvers that await go on elsewhere and touch nothing
/// of the run but the inbox, the errors and the loaders.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The result owns the table.")]
internal sealed class OperationRun
{
    private static readonly Dictionary<string, object?> NoState = [];

    private readonly Running.RunInbox _inbox = new();
    private readonly Running.ResultTable _results = new();
    private readonly Queue<(int Slot, object? Source)> _ready = new();
    private readonly List<IError> _errors = [];
    private readonly OperationPlan _plan;
    private readonly VariableValues _variables;
    private readonly Running.ValueCompleter _completer;
    private readonly ulong _conditions;
    private ConcurrentDictionary<string, object?>? _contextData;
    private DataLoaderScope? _loaders;
    private int _pending;

    public OperationRun(
        Schema schema,
        OperationPlan plan,
        VariableValues variables,
        IServiceProvider services,
        CancellationToken aborted)
    {
        Schema = schema;
        Services = services;
        Aborted = aborted;
        _plan = plan;
        _variables = variables;
        _conditions = plan.Conditions.Evaluate(variables);
        _completer = new(schema, _results, _ready, this);
    }

    public Schema Schema { get; }

    public IServiceProvider Services { get; }

    public CancellationToken Aborted { get; }

    public object? RootValue { get; init; }

    public object? EventMessage { get; init; }

    /// <summary>The state that the request came with.</summary>
    public IReadOnlyDictionary<string, object?>? GivenState { get; init; }

    public IDictionary<string, object?> ContextData => _contextData
        ?? Interlocked.CompareExchange(
            ref _contextData, new(GivenState ?? NoState, StringComparer.Ordinal), null)
        ?? _contextData;

    /// <summary>The loaders of the request: one of each type, with one memory.</summary>
    public DataLoaderScope Loaders => _loaders
        ?? Interlocked.CompareExchange(ref _loaders, new(Services, new RunScheduler(_inbox)), null)
        ?? _loaders;

    public Path PathOf(int slot) => _results.PathOf(slot);

    public void Report(IError error)
    {
        lock (_errors)
        {
            _errors.Add(error);
        }
    }

    /// <summary>Services that end with one call; the loaders in it are the run's.</summary>
    public AsyncServiceScope OpenScope()
    {
        var scope = Services.CreateAsyncScope();
        DataLoaderScope.Enter(scope.ServiceProvider, Loaders);
        return scope;
    }

    /// <exception cref="OperationCanceledException">The request was given up.</exception>
    public async ValueTask<OperationResult> ExecuteAsync()
    {
        DataLoaderScope.Enter(Services, () => Loaders);
        try
        {
            BeginRoot();
            if (_plan.Kind is OperationType.Mutation)
            {
                await RunSeriallyAsync();
            }
            else
            {
                _ready.Enqueue((0, RootValue));
                await DrainAsync();
            }

            lock (_errors)
            {
                return new(_results, [.. _errors]);
            }
        }
        catch
        {
            // Resolvers may still be on their way and ask for their path.
            _results.Abandon();
            _loaders?.Cancel(Aborted);
            throw;
        }
    }

    private void BeginRoot()
    {
        _results.Add(parent: 0, count: 1);
        ref var root = ref _results[0];
        root.State = Running.SlotState.Object;
        root.Value = _plan.Root;
        var first = _results.Add(parent: 0, _plan.Root.Fields.Length);
        (_results[0].First, _results[0].Count) = (first, _plan.Root.Fields.Length);
        _completer.Prepare(first, _plan.Root, _conditions);
    }

    // A mutation changes the world: each of its fields ends, with all below it, before the next.
    private async ValueTask RunSeriallyAsync()
    {
        var first = _results[0].First;
        for (var index = 0; index < _plan.Root.Fields.Length; index++)
        {
            if (!_results.IsDead(0))
            {
                Start(first + index, RootValue);
                await DrainAsync();
            }
        }
    }

    private async ValueTask DrainAsync()
    {
        RunReady();
        if (_pending == 0)
        {
            return;
        }

        using var abort = Aborted.UnsafeRegister(
            static inbox => ((Running.RunInbox)inbox!).Signal(), _inbox);
        while (_pending > 0)
        {
            Aborted.ThrowIfCancellationRequested();
            if (!ReadInbox() && !SendBatches())
            {
                await _inbox.WaitAsync();
            }

            RunReady();
        }
    }

    private bool ReadInbox()
    {
        var messages = _inbox.Take();
        foreach (var message in messages)
        {
            if (message.Outcome is { } outcome)
            {
                // The resolvers that asked for the keys go on right here, one after the other,
                // so that what they ask for next is one batch again.
                outcome.Publish();
                continue;
            }

            _pending--;
            End(message.Slot, message.Value, message.Fault);
        }

        return messages.Count > 0;
    }

    private bool SendBatches()
    {
        var batches = _inbox.TakeBatches();
        foreach (var batch in batches)
        {
            _ = SendAsync(batch);
        }

        return batches.Count > 0;
    }

    private async Task SendAsync(Batch batch) =>
        _inbox.Post(new(0, null, null, await batch.LoadAsync(Aborted)));

    private void RunReady()
    {
        while (_ready.TryDequeue(out var work))
        {
            if (_results.IsDead(work.Slot))
            {
                continue;
            }

            var (first, count) = (_results[work.Slot].First, _results[work.Slot].Count);
            for (var slot = first; slot < first + count; slot++)
            {
                Start(slot, work.Source);
            }
        }
    }

    private void Start(int slot, object? source)
    {
        if (_results[slot].State is not Running.SlotState.Pending)
        {
            return;
        }

        var field = _results[slot].Field!;
        var resolver = field.Definition.Resolver!;
        try
        {
            if (resolver.Pure is { } pure)
            {
                _completer.Complete(slot, field.Completion, pure(source!));
                return;
            }

            Invoke(slot, field, resolver, source);
        }
        catch (Exception fault)
        {
            Fail(slot, fault);
        }
    }

    private void Invoke(
        int slot, PlanField field, Resolvers.FieldResolver resolver, object? source)
    {
        var arguments = field.Arguments.Bind(_variables);
        var context = new Resolvers.ResolverContext(this, field, slot, source, arguments);
        var value = resolver.Invoke(context);
        if (value.IsCompletedSuccessfully && !resolver.HasScope)
        {
            _completer.Complete(slot, field.Completion, value.Result);
            return;
        }

        _pending++;
        _ = AwaitAsync(slot, context, value);
    }

    private async Task AwaitAsync(
        int slot, Resolvers.ResolverContext context, ValueTask<object?> value)
    {
        object? result = null;
        Exception? fault = null;
        try
        {
            await using (context)
            {
                result = await value;
            }
        }
        catch (Exception thrown)
        {
            fault = thrown;
        }

        _inbox.Post(new(slot, result, fault, null));
    }

    private void End(int slot, object? value, Exception? fault)
    {
        if (_results.IsDead(slot))
        {
            return;
        }

        if (fault is not null)
        {
            Fail(slot, fault);
            return;
        }

        try
        {
            _completer.Complete(slot, _results[slot].Field!.Completion, value);
        }
        catch (Exception thrown)
        {
            Fail(slot, thrown);
        }
    }

    private void Fail(int slot, Exception fault)
    {
        foreach (var error in FieldErrors.Of(fault, _results.PathOf(slot)))
        {
            Report(error);
        }

        _results.SetNull(slot);
    }

    private sealed class RunScheduler(Running.RunInbox inbox) : IBatchScheduler
    {
        public void Schedule(Batch batch) => inbox.Schedule(batch);
    }
}
