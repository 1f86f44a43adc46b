using Microsoft.Extensions.DependencyInjection;

namespace Refit;

/// <summary>Registers clients whose connections belong to the client factory.</summary>
public static class HttpClientFactoryExtensions
{
    public static IHttpClientBuilder AddRefitClient<T>(this IServiceCollection services)
        where T : class =>
        services.AddRefitClient<T>(settings: null);

    public static IHttpClientBuilder AddRefitClient<T>(
        this IServiceCollection services, RefitSettings? settings)
        where T : class =>
        services.AddRefitClient<T>(settings, httpClientName: null);

    public static IHttpClientBuilder AddRefitClient<T>(
        this IServiceCollection services, RefitSettings? settings, string? httpClientName)
        where T : class =>
        services.AddRefitClient<T>(_ => settings, httpClientName);

    public static IHttpClientBuilder AddRefitClient<T>(
        this IServiceCollection services, Func<IServiceProvider, RefitSettings?>? settingsAction)
        where T : class =>
        services.AddRefitClient<T>(settingsAction, httpClientName: null);

    /// <summary>
    /// The client is made anew for each that asks, on a pooled handler. The interface is
    /// checked here, so that a mistake in it shows when the process starts.
    /// </summary>
    public static IHttpClientBuilder AddRefitClient<T>(
        this IServiceCollection services,
        Func<IServiceProvider, RefitSettings?>? settingsAction,
        string? httpClientName)
        where T : class
    {
        RestInterface.Of(typeof(T));
        return services
            .AddHttpClient(httpClientName ?? $"Refit:{typeof(T).FullName}")
            .AddTypedClient((http, provider) =>
                RestService.For<T>(http, settingsAction?.Invoke(provider)));
    }
}
