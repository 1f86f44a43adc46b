using GreenDonut;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers loaders: one of each type for a request.</summary>
public static class DataLoaderServiceCollectionExtensions
{
    public static IServiceCollection AddDataLoader<T>(this IServiceCollection services)
        where T : class =>
        services.AddDataLoader(provider => ActivatorUtilities.CreateInstance<T>(provider));

    public static IServiceCollection AddDataLoader<T>(
        this IServiceCollection services, Func<IServiceProvider, T> factory)
        where T : class
    {
        services.AddDataLoaderCore();
        services.TryAddScoped(provider =>
            provider.GetRequiredService<DataLoaderScopeHolder>().Scope.Get(factory));
        return services;
    }

    public static IServiceCollection AddDataLoader<TService, TImplementation>(
        this IServiceCollection services)
        where TService : class
        where TImplementation : class, TService
    {
        services.AddDataLoader<TImplementation>();
        services.TryAddScoped<TService>(
            provider => provider.GetRequiredService<TImplementation>());
        return services;
    }

    internal static void AddDataLoaderCore(this IServiceCollection services)
    {
        services.TryAddScoped<DataLoaderScopeHolder>();
        services.TryAddScoped(provider =>
            provider.GetRequiredService<DataLoaderScopeHolder>().Scope.Scheduler);
        services.TryAddScoped<DataLoaderOptions>();
    }
}
