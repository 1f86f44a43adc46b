using HotChocolate.CostAnalysis;
using HotChocolate.Execution.Inputs;
using HotChocolate.Execution.Options;
using HotChocolate.Execution.Plans;
using HotChocolate.Language;
using HotChocolate.Persisted;
using HotChocolate.Types;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Execution;

/// <summary>What one schema's requests need. Made once, when the host starts.</summary>
internal sealed record ExecutorParts(
    Schema Schema,
    IServiceProvider Services,
    OperationPreparer Preparer,
    CostAnalyzer? Costs,
    ErrorFilters Filters,
    PersistedDocuments? Persisted,
    RequestExecutorOptions Options,
    int ConcurrencyMax,
    TimeProvider Time);

/// <summary>Takes a request from its text to its response.</summary>
internal sealed class RequestExecutor(ExecutorParts parts) : IRequestExecutor, IDisposable
{
    private readonly SemaphoreSlim _executions = new(parts.ConcurrencyMax);

    public ISchemaDefinition Schema => parts.Schema;

    public ExecutorParts Parts => parts;

    public async Task<IExecutionResult> ExecuteAsync(
        IOperationRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = (OperationRequest)request;
        try
        {
            return await ExecuteAsync(asked, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return Filter(new(ErrorBuilder.FromException(fault).Build()) { HttpStatus = 500 });
        }
    }

    private async ValueTask<IExecutionResult> ExecuteAsync(
        OperationRequest request, CancellationToken cancellationToken)
    {
        PersistedOutcome? persisted = null;
        if (parts.Persisted is { } store)
        {
            persisted = await store.ResolveAsync(request, cancellationToken);
            if (persisted.Refusal is { } unknown)
            {
                return Filter(unknown);
            }

            request = persisted.Request;
        }

        if (request.Document is null)
        {
            return Filter(NoDocument());
        }

        var prepared = parts.Preparer.Prepare(request);
        if (prepared.Refusal is { } refusal)
        {
            return Filter(new([.. refusal.Errors]) { HttpStatus = refusal.HttpStatus });
        }

        var result = await RunAsync(request, prepared.Plan!, cancellationToken);
        if (result is OperationResult single && persisted?.Registered is { } registered)
        {
            single.AddExtension("persistedQuery", registered);
        }

        return result;
    }

    private async ValueTask<IExecutionResult> RunAsync(
        OperationRequest request, OperationPlan plan, CancellationToken cancellationToken)
    {
        if (request.QueriesOnly && plan.Kind is not OperationType.Query)
        {
            return Filter(NotAllowed());
        }

        var errors = new List<IError>();
        var variables = VariableValues.Coerce(plan.Variables, request.Variables, errors);
        if (errors.Count > 0)
        {
            return Filter(new([.. errors]) { HttpStatus = 400 });
        }

        var cost = parts.Costs?.Check(plan, variables, request);
        if (cost?.Refusal is { } refusal)
        {
            return Filter(refusal);
        }

        if (plan.Kind is OperationType.Subscription)
        {
            // What it opens ends with the stream that it gives.
            var subscription = new SubscriptionRun(this, request, plan, variables);
            return await subscription.OpenAsync(cancellationToken);
        }

        if (cost?.Report is not { } report)
        {
            return await ExecuteAsync(request, plan, variables, null, cancellationToken);
        }

        var result = cost.Value.ReportsOnly
            ? new OperationResult()
            : await ExecuteAsync(request, plan, variables, null, cancellationToken);
        result.AddExtension("operationCost", report);
        return result;
    }

    /// <summary>Runs a query, a mutation, or one event of a subscription.</summary>
    public async ValueTask<OperationResult> ExecuteAsync(
        OperationRequest request,
        OperationPlan plan,
        VariableValues variables,
        object? eventMessage,
        CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(
            parts.Options.ExecutionTimeout, parts.Time);
        using var link = CancellationTokenSource.CreateLinkedTokenSource(
            timeout.Token, cancellationToken);
        AsyncServiceScope? scope =
            request.Services is null ? parts.Services.CreateAsyncScope() : null;
        try
        {
            await _executions.WaitAsync(link.Token);
            try
            {
                var run = new OperationRun(
                    parts.Schema,
                    plan,
                    variables,
                    request.Services ?? scope!.Value.ServiceProvider,
                    link.Token)
                {
                    EventMessage = eventMessage,
                    GivenState = request.ContextData,
                };
                return Filter(await run.ExecuteAsync());
            }
            finally
            {
                _executions.Release();
            }
        }
        catch (OperationCanceledException) when (link.IsCancellationRequested)
        {
            return Filter(GivenUp(cancellationToken.IsCancellationRequested));
        }
        finally
        {
            if (scope is { } own)
            {
                await own.DisposeAsync();
            }
        }
    }

    public OperationResult Filter(OperationResult result) => result.Errors.Count == 0
        ? result
        : result.WithErrors([.. result.Errors.Select(parts.Filters.Apply)]);

    public void Dispose() => _executions.Dispose();

    private OperationResult GivenUp(bool byCaller) => byCaller
        ? new(ErrorBuilder.New()
            .SetMessage("The request was canceled.")
            .SetCode(ErrorCodes.Canceled)
            .Build())
        {
            HttpStatus = 500,
        }
        : new(ErrorBuilder.New()
            .SetMessage(
                $"The request exceeded the configured timeout of "
                + $"`{parts.Options.ExecutionTimeout:c}`.")
            .SetCode(ErrorCodes.Timeout)
            .Build())
        {
            HttpStatus = 500,
        };

    private static OperationResult NoDocument() => new(ErrorBuilder.New()
        .SetMessage("Either the parameter query or the parameter id has to be set.")
        .SetCode(ErrorCodes.NoQueryAndNoId)
        .Build())
    {
        HttpStatus = 400,
    };

    private static OperationResult NotAllowed() => new(ErrorBuilder.New()
        .SetMessage("The specified operation kind is not allowed.")
        .Build())
    {
        HttpStatus = 405,
    };
}
