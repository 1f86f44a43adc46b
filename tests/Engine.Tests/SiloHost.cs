using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;

namespace Krewe.Engine.Tests;

/// <summary>A silo in a host, as an application would have it.</summary>
internal sealed class SiloHost : IAsyncDisposable
{
    private readonly IHost _host;

    private SiloHost(IHost host)
    {
        _host = host;
    }

    internal IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    internal IServiceProvider Services => _host.Services;

    internal static async Task<SiloHost> StartAsync(
        Action<ISiloBuilder>? configure = null, TimeProvider? time = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering().AddMemoryGrainStorageAsDefault();
            configure?.Invoke(silo);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new SiloHost(host);
    }

    internal Task StopAsync(CancellationToken cancellationToken = default) =>
        _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
