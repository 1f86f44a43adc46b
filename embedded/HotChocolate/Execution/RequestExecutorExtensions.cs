namespace HotChocolate.Execution;

public static class ExecutionRequestExecutorExtensions
{
    public static Task<IExecutionResult> ExecuteAsync(
        this IRequestExecutor executor,
        string sourceText,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.ExecuteAsync(
            OperationRequestBuilder.New().SetDocument(sourceText).Build(), cancellationToken);
    }

    public static Task<IExecutionResult> ExecuteAsync(
        this IRequestExecutor executor,
        string sourceText,
        IReadOnlyDictionary<string, object?> variableValues,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        return executor.ExecuteAsync(
            OperationRequestBuilder.New()
                .SetDocument(sourceText)
                .SetVariableValues(variableValues)
                .Build(),
            cancellationToken);
    }

    public static Task<IExecutionResult> ExecuteAsync(
        this IRequestExecutor executor,
        Action<OperationRequestBuilder> buildRequest,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(executor);
        ArgumentNullException.ThrowIfNull(buildRequest);
        var builder = OperationRequestBuilder.New();
        buildRequest(builder);
        return executor.ExecuteAsync(builder.Build(), cancellationToken);
    }
}

public static class CoreExecutionResultExtensions
{
    /// <summary>The one response; fails when there is a stream of them.</summary>
    public static OperationResult ExpectOperationResult(this IExecutionResult result) =>
        result as OperationResult
            ?? throw new ArgumentException("There is no single result.", nameof(result));

    public static IResponseStream ExpectResponseStream(this IExecutionResult result) =>
        result as IResponseStream
            ?? throw new ArgumentException("There is no stream of results.", nameof(result));
}
