using System.Collections.Concurrent;
using HotChocolate.Building;
using HotChocolate.Execution;
using HotChocolate.Types;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace HotChocolate.Hosting;

/// <summary>What hosts have configured, by the name of the schema.</summary>
internal sealed class ExecutorConfigurations(IServiceCollection services)
{
    /// <summary>What the container will hold; read when the schemas are built.</summary>
    public IServiceCollection Services { get; } = services;

    public ConcurrentDictionary<string, ExecutorConfiguration> ByName { get; } =
        new(StringComparer.Ordinal);
}

/// <summary>The executors of a host: one for each schema, made when first asked for.</summary>
internal sealed class ExecutorCatalog(
    ExecutorConfigurations configurations, IServiceProvider services)
    : IDisposable
{
    private const int DocumentsMax = 256;
    private const int ExecutionsMax = 64;

    private readonly ConcurrentDictionary<string, Lazy<RequestExecutor>> _executors =
        new(StringComparer.Ordinal);

    public IEnumerable<string> Names => configurations.ByName.Keys;

    /// <exception cref="SchemaException">The schema cannot be built.</exception>
    public RequestExecutor Get(string name) =>
        _executors.GetOrAdd(name, key => new(() => Make(ConfigurationOf(key)))).Value;

    public ExecutorConfiguration ConfigurationOf(string name) =>
        configurations.ByName.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"There is no schema `{name}`.");

    public void Dispose()
    {
        foreach (var executor in _executors.Values.Where(executor => executor.IsValueCreated))
        {
            executor.Value.Dispose();
        }
    }

    private RequestExecutor Make(ExecutorConfiguration configuration)
    {
        var schema = SchemaBuilder.Build(
            configuration.Schema, services, configurations.Services);
        var validator = ValidatorOf(schema, configuration);
        return new(new(
            schema,
            services,
            new(schema, configuration.Parser.ToParserOptions(), validator, new(DocumentsMax)),
            configuration.Costs.IsEnabled ? new(schema, configuration.Costs) : null,
            new(
                [.. configuration.ErrorFilters.Select(make => make(services))],
                configuration.Execution.IncludeExceptionDetails),
            configuration.HasPersistedDocuments
                ? new(services.GetRequiredService<IMemoryCache>(), configuration.HashFormat)
                : null,
            configuration.Execution,
            ExecutionsMax,
            services.GetService<TimeProvider>() ?? TimeProvider.System));
    }

    // Outside of Development introspection and cycles are refused, unless the host said otherwise.
    private RequestValidator ValidatorOf(Schema schema, ExecutorConfiguration configuration)
    {
        var settings = configuration.Validation;
        var isGuarded = settings.IsSecure
            && services.GetService<IHostEnvironment>() is { } environment
            && !environment.IsDevelopment();
        return new(new(schema, new()
        {
            AllowIntrospection = settings.AllowIntrospection ?? !isGuarded,
            FieldCycleDepthMax = isGuarded ? 3 : null,
            ExecutionDepthMax = settings.DepthMax,
            CountIntrospectionDepth = !settings.SkipIntrospectionDepth,
        }));
    }
}

/// <summary>Builds the schemas when the host starts: a bad one does not start.</summary>
internal sealed class ExecutorWarmup(ExecutorCatalog catalog) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in catalog.Names)
        {
            catalog.Get(name);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
