using System.CommandLine;
using Spectre.Console;

namespace Krewe.Silo.Commands;

/// <summary>Serves until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Where to answer; port 0 takes any that is free.",
        HelpName = "URLS",
        DefaultValueFactory = _ => SiloSettings.DefaultUrls,
    };

    /// <summary>Makes serving what the root does.</summary>
    public static void AddTo(RootCommand root, IAnsiConsole console)
    {
        root.Add(Urls);
        root.Runs(console, (line, cancellationToken) => RunAsync(
            console,
            new SiloSettings
            {
                DataDirectory = line.DataDirectory(),
                Urls = line.GetRequiredValue(Urls),
            },
            cancellationToken));
    }

    private static async Task<int> RunAsync(
        IAnsiConsole console, SiloSettings settings, CancellationToken cancellationToken)
    {
        await using var app = SiloHost.Create(settings);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            throw new CommandFailedException(fault.Message, fault);
        }

        var address = app.Urls.First();
        new SiloFile(address, Environment.ProcessId, settings.OwnerKey.Text)
            .Write(settings.DataDirectory);
        Print(console, address, settings.DataDirectory, app.Environment.IsDevelopment());
        try
        {
            await app.WaitForShutdownAsync(cancellationToken);
        }
        finally
        {
            SiloFile.Remove(settings.DataDirectory);
        }

        return 0;
    }

    private static void Print(
        IAnsiConsole console, string address, string dataDirectory, bool isDevelopment)
    {
        console.Line($"Krewe answers at {address} and keeps its data in {dataDirectory}.");
        console.Line(isDevelopment
            ? "Callers on this machine need no key; others need one, and in production all do."
            : "Callers need an API key. Make the first as the owner of the data folder: "
                + $"keys create --role operator --name NAME --data {dataDirectory}");
        console.Line("Try, in another terminal:");
        console.Line("  dotnet run --project silo -- apply silo/Demo/Files/workspace.json");
        console.Line("  dotnet run --project silo -- import FILE...");
        console.Line(isDevelopment
            ? $"  curl {address}/v1/segments"
            : $"  curl -H \"Authorization: Bearer $KREWE_API_KEY\" {address}/v1/segments");
        console.Line("Stop it with Ctrl+C.");
    }
}
