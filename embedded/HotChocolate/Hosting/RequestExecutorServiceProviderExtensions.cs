using HotChocolate.Execution.Configuration;
using HotChocolate.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Execution;

/// <summary>Executors without a host, for tests and tools.</summary>
public static class RequestExecutorServiceProviderExtensions
{
    public static ValueTask<IRequestExecutor> GetRequestExecutorAsync(
        this IServiceProvider services,
        string? schemaName = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(services.GetRequiredService<ExecutorCatalog>()
            .Get(schemaName ?? ISchemaDefinition.DefaultName));
    }

    public static Task<IExecutionResult> ExecuteRequestAsync(
        this IServiceProvider services,
        IOperationRequest request,
        string? schemaName = null,
        CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ExecutorCatalog>()
            .Get(schemaName ?? ISchemaDefinition.DefaultName)
            .ExecuteAsync(request, cancellationToken);
}

public static class RequestExecutorBuilderExtensions
{
    /// <summary>Builds the services and the executor of the schema.</summary>
    public static ValueTask<IRequestExecutor> BuildRequestExecutorAsync(
        this IRequestExecutorBuilder builder,
        string? schemaName = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.BuildServiceProvider()
            .GetRequestExecutorAsync(schemaName ?? builder.Name, cancellationToken);
    }

    /// <summary>Builds the services and the executor, and executes one request.</summary>
    public static async Task<IExecutionResult> ExecuteRequestAsync(
        this IRequestExecutorBuilder builder,
        string sourceText,
        CancellationToken cancellationToken = default)
    {
        var executor = await builder.BuildRequestExecutorAsync(
            cancellationToken: cancellationToken);
        return await executor.ExecuteAsync(sourceText, cancellationToken);
    }
}
