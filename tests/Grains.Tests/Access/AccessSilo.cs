using Krewe.Contracts.Access;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Grains.Access;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Access;

/// <summary>A silo with the grains of keys and the audit log, whose storage outlives it.</summary>
internal sealed class AccessSilo : IAsyncDisposable
{
    private IHost? _host;

    public FakeGrainStorage Storage { get; } = new(new StateSerializer(
        new ServiceCollection().AddAccess().BuildServiceProvider().GetServices<StateForm>()));

    public ManualTimeProvider Time { get; } = new();

    public IApiKeysGrain Keys => Grains.GetGrain<IApiKeysGrain>(WorkspaceId.Main.Name);

    public IAuditGrain Audit => Grains.GetGrain<IAuditGrain>(WorkspaceId.Main.Name);

    private IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    public static async Task<AccessSilo> OpenAsync()
    {
        var silo = new AccessSilo();
        await silo.StartAsync();
        return silo;
    }

    // Time passes while nothing runs: the engine's own timers would fire all along.
    public async Task RestartAsync(TimeSpan after = default)
    {
        await DisposeAsync();
        Time.Advance(after);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync();
            host.Dispose();
        }
    }

    private async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddKeyedSingleton<IGrainStorage>("Default", Storage);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddMemoryStreams(DestinationShards.Stream));
        _host = builder.Build();
        await _host.StartAsync();
    }
}
