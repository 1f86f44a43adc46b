using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Execution.Configuration;

/// <summary>Configures one schema and how its requests are executed.</summary>
public interface IRequestExecutorBuilder
{
    /// <summary>The name of the schema.</summary>
    string Name { get; }

    IServiceCollection Services { get; }
}

internal sealed class RequestExecutorBuilder(
    IServiceCollection services, Hosting.ExecutorConfiguration configuration)
    : IRequestExecutorBuilder
{
    public string Name => Configuration.Schema.Name;

    public IServiceCollection Services { get; } = services;

    public Hosting.ExecutorConfiguration Configuration { get; } = configuration;
}
