using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>Registers the engine in a host.</summary>
internal sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration)
    : ISiloBuilder
{
    internal static SiloBuilder For(IServiceCollection services, IConfiguration configuration)
    {
        if (services.All(each => each.ServiceType != typeof(Silo)))
        {
            AddEngine(services);
        }
        return new SiloBuilder(services, configuration);
    }

    private static void AddEngine(IServiceCollection services)
    {
        services.AddLogging();
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new ServiceLifetimes(services));
        services.AddSingleton(provider => new Silo(provider));
        services.AddSingleton(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IClusterClient>(
            provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IGrainFactory>(
            provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IGrainContextAccessor, CurrentGrain>();
        services.AddTransient<IGrainContext>(static _ => Activation.Current!);
        services.AddSingleton<ILocalSiloDetails, LocalSilo>();
        services.TryAddSingleton<IMemoryUsage, ProcessMemoryUsage>();
        services.AddSingleton<SiloLifecycle>();
        services.AddSingleton<ISiloLifecycle>(
            provider => provider.GetRequiredService<SiloLifecycle>());
        services.AddHostedService<SiloService>();
    }

    private sealed class CurrentGrain : IGrainContextAccessor
    {
        public IGrainContext GrainContext => Activation.Current!;
    }
}

/// <summary>Starts the silo with the host and stops it with the host.</summary>
internal sealed class SiloService(
    Silo silo,
    SiloLifecycle lifecycle,
    IEnumerable<ILifecycleParticipant<ISiloLifecycle>> participants) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        silo.Start();
        foreach (var participant in participants)
        {
            participant.Participate(lifecycle);
        }
        // Grains end after what is above them, and before storage and other services of below.
        lifecycle.Subscribe(
            "grains",
            ServiceLifecycleStage.BecomeActive - 1,
            static _ => Task.CompletedTask,
            silo.StopAsync);
        await lifecycle.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        lifecycle.StopAsync(cancellationToken);
}
