using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Krewe.Embedded.Storage;

/// <summary>Adds the embedded store to a host, and grain storage on it to a silo.</summary>
public static class EmbeddedStorageExtensions
{
    /// <summary>
    /// Adds the store, also as <see cref="IDurableStore"/>: open before any service starts, closed
    /// after all have stopped.
    /// </summary>
    public static IServiceCollection AddEmbeddedStore(
        this IServiceCollection services, Action<EmbeddedStoreOptions> configure)
    {
        services.AddOptions<EmbeddedStoreOptions>().Configure(configure);
        services.AddSingleton(provider => new EmbeddedStore(
            provider.GetRequiredService<IOptions<EmbeddedStoreOptions>>().Value,
            provider.GetService<ILogger<EmbeddedStore>>()));
        services.AddSingleton<IDurableStore>(
            provider => provider.GetRequiredService<EmbeddedStore>());
        services.AddHostedService<EmbeddedStoreService>();
        return services;
    }

    /// <summary>Adds grain storage on the host's store under a name.</summary>
    /// <remarks>
    /// The host registers an <see cref="IGrainStorageSerializer"/>, by that name or without one.
    /// </remarks>
    public static ISiloBuilder AddEmbeddedGrainStorage(this ISiloBuilder builder, string name)
    {
        builder.Services.AddGrainStorage(name, static (services, storageName) =>
            new EmbeddedGrainStorage(
                services.GetRequiredService<EmbeddedStore>(),
                services.GetKeyedService<IGrainStorageSerializer>(storageName)
                    ?? services.GetRequiredService<IGrainStorageSerializer>()));
        return builder;
    }

    /// <summary>Adds the grain storage that grains use when they name none.</summary>
    public static ISiloBuilder AddEmbeddedGrainStorageAsDefault(this ISiloBuilder builder) =>
        builder.AddEmbeddedGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    /// <summary>Opens the store first and closes it last.</summary>
    private sealed class EmbeddedStoreService(EmbeddedStore store) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => store.OpenAsync();

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StoppedAsync(CancellationToken cancellationToken) =>
            await store.DisposeAsync();
    }
}
