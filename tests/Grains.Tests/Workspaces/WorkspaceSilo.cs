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
using Orleans;
using Orleans.Hosting;
using Orleans.Storage;

namespace Krewe.Grains.Tests.Workspaces;

/// <summary>A silo whose workspace is real, and whose walks and mails are not.</summary>
internal sealed class WorkspaceSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private WorkspaceSilo(FakeGrainStorage storage)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<CatalogCache>();
        builder.Services.AddKeyedSingleton<IGrainStorage>("Default", storage);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering()
            .UseInMemoryReminderService()
            .AddOutgoingGrainCallFilter(context =>
                context.Grain is IBackfillGrain ? WalkAsync()
                    : context.Grain is IReportMailGrain or IRetentionGrain ? Task.CompletedTask
                    : context.Invoke()));
        _host = builder.Build();
    }

    public ManualTimeProvider Time { get; } = new();

    public IWorkspaceGrain Workspace => _host.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IWorkspaceGrain>(WorkspaceId.Main.Name);

    /// <summary>How often a walk was started. It asks for the definitions first.</summary>
    public int Walks { get; private set; }

    public static FakeGrainStorage NewStorage() => new(new StateSerializer(
        [StateForm.Of<WorkspaceSnapshot>(WorkspaceCodec.Write, WorkspaceCodec.Read)]));

    public static async Task<WorkspaceSilo> StartAsync(FakeGrainStorage? storage = null)
    {
        var silo = new WorkspaceSilo(storage ?? NewStorage());
        await silo._host.StartAsync();
        return silo;
    }

    private async Task WalkAsync()
    {
        await Workspace.GetAsync(CancellationToken.None);
        Walks++;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
