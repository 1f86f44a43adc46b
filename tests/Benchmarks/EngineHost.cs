using Krewe.Embedded;
using Krewe.Embedded.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Krewe.Benchmarks;

/// <summary>A silo with the benchmark's grains and one of the storages.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private const string Default = "Default";

    private readonly IHost _host;

    private EngineHost(IHost host)
    {
        _host = host;
    }

    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    internal static Task<EngineHost> StartOnNothingAsync() => StartAsync((_, silo) =>
        silo.Services.AddGrainStorage(Default, static (_, _) => new EndlessStorage()));

    internal static Task<EngineHost> StartInMemoryAsync() =>
        StartAsync((_, silo) => silo.AddMemoryGrainStorageAsDefault());

    internal static Task<EngineHost> StartOnStoreAsync(string directory, long memoryBytes) =>
        StartAsync((services, silo) =>
        {
            services.AddEmbeddedStore(options =>
            {
                options.Directory = directory;
                options.MemoryBudgetBytes = memoryBytes;
            });
            services.AddSingleton<IGrainStorageSerializer, HeavySerializer>();
            silo.AddEmbeddedGrainStorageAsDefault();
        });

    /// <summary>Stores a state for each of so many grains, without activating them.</summary>
    internal async Task FillAsync(int grains)
    {
        var storage = _host.Services.GetRequiredKeyedService<IGrainStorage>(Default);
        const int Writers = 256;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var key = writer; key < grains; key += Writers)
            {
                var id = Grains.GetGrain<IHeavyGrain>(key).GetGrainId();
                await storage.WriteStateAsync("heavy", id, new GrainState<HeavyState>());
            }
        })));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static async Task<EngineHost> StartAsync(
        Action<IServiceCollection, ISiloBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo => configure(builder.Services, silo
            .UseLocalhostClustering()
            .Configure<EmbeddedEngineOptions>(options =>
            {
                options.ActivationsMax = int.MaxValue;
                options.WatchesTurns = false;
            })));
        var host = builder.Build();
        await host.StartAsync();
        return new EngineHost(host);
    }
}
