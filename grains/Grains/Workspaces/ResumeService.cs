using Krewe.Contracts.Activation;
using Krewe.Contracts.Events;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Grains.Catalogs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Workspaces;

/// <summary>Asks, once a silo has started, all who may have work that a crash cut short how they
/// are: whoever is asked goes on.</summary>
/// <remarks>Their reminders would bring them back as well, within a minute; whoever cannot be asked
/// is left to those.</remarks>
internal sealed partial class ResumeService(
    IClusterClient client, ICatalogs catalogs, ILogger<ResumeService> logger) : BackgroundService
{
    private static readonly WorkspaceId Workspace = WorkspaceId.Main;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var part = 0; part < IntakeParts.Count; part++)
        {
            var intake = client.GetGrain<IIntakeGrain>(Workspace.IntakeKey(part));
            await AskAsync(async () => await intake.GetStatusAsync(stoppingToken), stoppingToken);
        }

        await AskAsync(
            async () => await client.GetGrain<IBackfillGrain>(Workspace.Name)
                .GetAsync(stoppingToken),
            stoppingToken);
        await AskAsync(() => AskDestinationsAsync(stoppingToken), stoppingToken);
    }

    private async Task AskDestinationsAsync(CancellationToken stoppingToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, versionMin: 0, stoppingToken);
        foreach (var destination in catalog.Definition.Destinations)
        {
            await AskAsync(
                () => client
                    .GetGrain<IDestinationGrain>(Workspace.DestinationKey(destination.Id))
                    .GetStatusAsync(stoppingToken),
                stoppingToken);
        }
    }

    private async Task AskAsync(Func<Task> ask, CancellationToken stoppingToken)
    {
        try
        {
            await ask();
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            LogNotAsked(fault);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Somebody could not be asked; a reminder brings it back.")]
    private partial void LogNotAsked(Exception fault);
}
