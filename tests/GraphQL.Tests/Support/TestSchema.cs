using System.Text.Json;
using HotChocolate;
using HotChocolate.Execution;
using HotChocolate.Execution.Configuration;
using Krewe.GraphQL.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.GraphQL.Tests.Support;

/// <summary>Schemas for tests, without HTTP.</summary>
internal static class TestSchema
{
    /// <summary>A schema whose query type is a class.</summary>
    public static ServiceProvider Of<TQuery>(
        Action<IRequestExecutorBuilder>? configure = null,
        Action<IServiceCollection>? services = null)
        where TQuery : class
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        services?.Invoke(collection);
        var builder = collection.AddGraphQL().AddQueryType<TQuery>();
        configure?.Invoke(builder);
        return collection.BuildServiceProvider();
    }

    /// <summary>The schema of the test host.</summary>
    public static ServiceProvider Catalog(Action<IServiceCollection>? configure = null)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        CatalogHost.AddCatalog(collection);
        configure?.Invoke(collection);
        return collection.BuildServiceProvider();
    }

    public static Task<string> AskAsync(
        this IServiceProvider services, string document, object? variables = null) =>
        services.AskAsync(request =>
        {
            request.SetDocument(document);
            if (variables is not null)
            {
                request.SetVariableValues(JsonSerializer.Serialize(variables));
            }
        });

    /// <summary>The response as JSON on one line.</summary>
    public static async Task<string> AskAsync(
        this IServiceProvider services,
        Action<OperationRequestBuilder> build,
        CancellationToken cancellationToken = default)
    {
        var executor = await services.GetRequestExecutorAsync(
            cancellationToken: cancellationToken);
        await using var result = await executor.ExecuteAsync(build, cancellationToken);
        return result.ToJson(withIndentations: false);
    }

    public static async Task<string> SdlAsync(this IServiceProvider services) =>
        (await services.GetRequestExecutorAsync()).Schema.ToString();

    public static async Task<string[]> FaultsAsync(this IServiceProvider services) =>
        [.. (await Assert.ThrowsAsync<SchemaException>(services.SdlAsync))
            .Errors.Select(error => error.Message)];
}
