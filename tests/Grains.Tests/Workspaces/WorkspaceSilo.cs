using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Storage;
using Krewe.Grains.Tests.Activation;
using Krewe.Grains.Workspaces;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Workspaces;

/// <summary>A silo whose workspace is real, and whose walks and mails are not.</summary>
internal sealed class WorkspaceSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkspaceSilo()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<CatalogCache>();
        builder.Services.AddKeyedSingleton<IGrainStorage>(
            "Default",
            new FakeGrainStorage(new StateSerializer(
                [StateForm.Of<WorkspaceSnapshot>(WorkspaceCodec.Write, WorkspaceCodec.Read)])));
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddOutgoingGrainCallFilter(context =>
                context.Grain is IBackfillGrain or IReportMailGrain or IRetentionGrain
                    ? Task.CompletedTask
                    : context.Invoke()));
        _host = builder.Build();
    }

    public ManualTimeProvider Time { get; } = new();

    public IWorkspaceGrain Workspace => _host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name);

    public static async Task<WorkspaceSilo> StartAsync()
    {
        var silo = new WorkspaceSilo();
        await silo._host.StartAsync();
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
