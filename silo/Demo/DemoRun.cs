using System.Collections.Immutable;
using System.Text;
using Krewe.Contracts.Onboarding;
using Krewe.Sandbox;
using Krewe.Silo.Commands;
using Spectre.Console;

namespace Krewe.Silo.Demo;

/// <summary>Shows the whole way from files and live events to audiences on an ad platform, and
/// checks it.</summary>
/// <remarks>Everything runs in this process on ports that are free, in a new temporary folder that
/// is removed at the end.</remarks>
internal sealed class DemoRun(IAnsiConsole console, DemoSettings settings)
{
    private const int MembersMax = 100;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Runs the demo.</summary>
    /// <returns>0 if the platform holds exactly what follows from the files, else 1.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("krewe-demo-");
        try
        {
            return await RunAsync(folder.FullName, cancellationToken) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<bool> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        await using var sandbox = SandboxHost.Create(new SandboxOptions
        {
            Urls = SiloSettings.AnyFreeUrl,
            Token = settings.Token,
            LogToConsole = false,
        });
        await sandbox.StartAsync(cancellationToken);
        var platform = new Uri(sandbox.Urls.First());
        await using var connection = await SiloConnection.StartAsync(
            Silo(folder, platform), cancellationToken);
        console.Line($"Krewe answers at {connection.Silo.Address}, the sandbox ad platform "
            + $"at {platform}.");
        using var view = new PlatformView(platform);
        var isRight = await ActAsync(folder, connection.Silo, view, platform, cancellationToken);
        console.Line($"That took {_time.GetElapsedTime(began).TotalSeconds:0.0} s.");
        return isRight;
    }

    private async Task<bool> ActAsync(
        string folder,
        SiloClient silo,
        PlatformView view,
        Uri platform,
        CancellationToken cancellationToken)
    {
        await ApplyAsync(folder, silo, cancellationToken);
        var now = _time.GetUtcNow();
        console.WriteHeading("Customers arrive");
        await ImportAsync(silo, DemoFiles.Arrival(now), cancellationToken);
        if (!await CompareAsync(silo, view, platform, DemoComparison.Joined, cancellationToken))
        {
            return false;
        }

        console.WriteHeading("Customers visit the website");
        await SendAsync(silo, DemoFiles.Visits, cancellationToken);
        if (!await CompareAsync(silo, view, platform, DemoComparison.Visited, cancellationToken))
        {
            return false;
        }

        console.WriteHeading("Customers leave");
        await ImportAsync(silo, DemoFiles.Departure(now.AddSeconds(1)), cancellationToken);
        await SendAsync(silo, DemoFiles.Login, cancellationToken);
        return await CompareAsync(silo, view, platform, DemoComparison.Left, cancellationToken)
            && await HasNoViolationsAsync(view, cancellationToken);
    }

    private async Task ApplyAsync(
        string folder, SiloClient silo, CancellationToken cancellationToken)
    {
        console.WriteHeading("The workspace");
        var tokenFile = Path.Combine(folder, "meta.token");
        await File.WriteAllTextAsync(tokenFile, settings.Token, cancellationToken);
        var answer = await silo.SendWorkspaceAsync(
            DemoFiles.Workspace(tokenFile), applies: true, cancellationToken);
        if (answer.Faults.Length > 0)
        {
            throw new CommandFailedException(string.Join('\n', answer.Faults.AsEnumerable()));
        }

        console.WriteChanges(answer);
    }

    private async Task ImportAsync(
        SiloClient silo, ImmutableArray<DemoFile> files, CancellationToken cancellationToken)
    {
        var jobs = new List<ImportJob>();
        foreach (var file in files)
        {
            console.WriteFile(file);
            using var content = new MemoryStream(file.Content);
            var job = await silo.ImportAsync(file.Name, content, _ => { }, cancellationToken);
            jobs.Add(job.Status == ImportStatus.Done
                ? job
                : throw new CommandFailedException(job.Receipt?.Error ?? $"{file.Name} failed."));
        }

        console.WriteReceipt([.. jobs]);
    }

    private async Task SendAsync(
        SiloClient silo, DemoFile events, CancellationToken cancellationToken)
    {
        console.WriteFile(events);
        console.Line(Encoding.UTF8.GetString(events.Content));
        await silo.SendEventsAsync(events.Content, cancellationToken);
    }

    private async Task<bool> CompareAsync(
        SiloClient silo,
        PlatformView view,
        Uri platform,
        ImmutableSortedDictionary<int, ImmutableSortedSet<string>> expected,
        CancellationToken cancellationToken)
    {
        await SiloWaits.UntilAsync(
            async () => await IsDeliveredAsync(silo, cancellationToken)
                && (await DifferencesAsync()).IsEmpty,
            settings.DeliveryTimeMax,
            cancellationToken);
        await (settings.BeforeComparison?.Invoke(platform, cancellationToken)
            ?? Task.CompletedTask);
        console.WriteSegments(await silo.GetSegmentsAsync(MembersMax, cancellationToken));
        var destinations = await silo.GetDestinationsAsync(cancellationToken);
        console.WriteAudiences(
            destinations.SelectMany(one => one.Audiences), await view.ReadAsync(cancellationToken));
        var differences = await DifferencesAsync();
        console.WriteVerdict(
            differences, "The ad platform holds exactly the hashed e-mails that it should.");
        return differences.IsEmpty;

        async Task<ImmutableArray<string>> DifferencesAsync() => DemoComparison.Differences(
            expected,
            [.. (await silo.GetDestinationsAsync(cancellationToken))
                .SelectMany(destination => destination.Audiences)],
            await view.ReadAsync(cancellationToken));
    }

    private static async Task<bool> IsDeliveredAsync(
        SiloClient silo, CancellationToken cancellationToken) =>
        (await silo.GetDestinationsAsync(cancellationToken))
            .All(destination => destination.Totals.Waiting == 0);

    private async Task<bool> HasNoViolationsAsync(
        PlatformView view, CancellationToken cancellationToken)
    {
        var violations = await view.ReadViolationsAsync(cancellationToken);
        console.Line();
        console.WriteVerdict(violations, "The ad platform had nothing to object to in any call.");
        return violations.IsEmpty;
    }

    private static SiloSettings Silo(string folder, Uri platform) => new()
    {
        DataDirectory = Path.Combine(folder, "data"),
        Urls = SiloSettings.AnyFreeUrl,
        IsQuiet = true,
        Overrides = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["Platforms:Meta:BaseAddress"] = platform.ToString(),
            ["Delivery:Linger"] = "00:00:00.100",
            ["Store:MemoryBudgetBytes"] = "67108864",
        },
    };
}
