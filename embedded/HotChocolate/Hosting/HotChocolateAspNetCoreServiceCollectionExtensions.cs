using HotChocolate;
using HotChocolate.Execution.Configuration;
using HotChocolate.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

public static class HotChocolateAspNetCoreServiceCollectionExtensions
{
    /// <summary>Adds a GraphQL server, or goes on configuring the one of that name.</summary>
    /// <param name="services">Where it is added.</param>
    /// <param name="schemaName">The name of the schema, where there are several.</param>
    /// <param name="maxAllowedRequestSize">In bytes.</param>
    /// <param name="disableDefaultSecurity">
    /// Leaves out cost limits, and what is refused outside of Development.
    /// </param>
    public static IRequestExecutorBuilder AddGraphQLServer(
        this IServiceCollection services,
        string? schemaName = null,
        int maxAllowedRequestSize = 20 * 1000 * 1024,
        bool disableDefaultSecurity = false)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddGraphQL(schemaName);
        var configuration = ExecutorConfiguration.Of(builder);
        configuration.RequestSizeMax = maxAllowedRequestSize;
        configuration.Costs.IsEnabled = !disableDefaultSecurity;
        configuration.Validation.IsSecure = !disableDefaultSecurity;
        services.AddHttpContextAccessor();
        return builder;
    }

    /// <summary>Adds the executor alone, without HTTP and without limits.</summary>
    public static IRequestExecutorBuilder AddGraphQL(
        this IServiceCollection services, string? schemaName = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var configurations = services
            .Select(descriptor => descriptor.IsKeyedService
                ? null
                : descriptor.ImplementationInstance)
            .OfType<ExecutorConfigurations>()
            .FirstOrDefault();
        if (configurations is null)
        {
            configurations = new(services);
            services.AddSingleton(configurations);
            services.TryAddSingleton<ExecutorCatalog>();
            services.AddSingleton<IHostedService, ExecutorWarmup>();
            services.AddDataLoaderCore();
        }

        return new RequestExecutorBuilder(services, configurations.ByName.GetOrAdd(
            schemaName ?? ISchemaDefinition.DefaultName, name => new(name)));
    }
}
