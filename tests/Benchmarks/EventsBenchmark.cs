using System.Diagnostics;
using System.Globalization;
using System.Text;
using Krewe.Silo;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Krewe.Benchmarks;

/// <summary>
/// Live events through the silo's own HTTP door in this process, durable when they are answered:
/// in batches of a hundred and one by one, from 64 connections that stay open. The driver is in
/// the same process, so its work is in the figures. Beside it the same events in PostgreSQL.
/// </summary>
internal static class EventsBenchmark
{
    private const int BatchEvents = 100;
    private const int AllocatedTypes = 40;

    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    public static async Task<int> RunAsync(string[] args)
    {
        var segments = (int)Argument(args, "--segments", 20);
        var duration = TimeSpan.FromSeconds(Argument(args, "--seconds", 10));
        var rate = Argument(args, "--rate", 0);
        Console.WriteLine(
            $"{LiveEvents.People:N0} people, {segments:N0} segments, {LiveEvents.Callers} callers, "
            + $"{Environment.ProcessorCount} cores");
        if (!args.Contains("--postgres-only"))
        {
            using var allocations = args.Contains("--allocations") ? new AllocationProfile() : null;
            await MeasureSiloAsync(segments, duration, rate, allocations);
        }

        if (Array.FindIndex(args, arg => arg is "--postgres" or "--postgres-only") is var at
            && at >= 0)
        {
            await PostgresEventTwin.MeasureAsync(args[at + 1], segments, duration);
        }

        return 0;
    }

    private static async Task MeasureSiloAsync(
        int segments, TimeSpan duration, double rate, AllocationProfile? allocations)
    {
        var folder = Directory.CreateTempSubdirectory("krewe-bench-").FullName;
        try
        {
            await using var platform = await PlatformProbe.StartAsync();
            var settings = SiloDoor.Settings(folder) with
            {
                Overrides = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
                {
                    ["Platforms:Meta:BaseAddress"] = platform.Address.ToString(),
                    ["Delivery:Linger"] = Linger.ToString(),
                },
            };
            await using var app = SiloHost.Create(settings);
            await app.StartAsync();
            var address = new Uri(app.Urls.First());
            using var door = new SiloDoor(address, settings.OwnerKey.Text);
            using var definitions = new StringContent(
                LiveEvents.Workspace(segments), Encoding.UTF8);
            await door.SendAsync(HttpMethod.Put, "/v1/workspace", definitions);
            var journal = new JournalProbe(app.Services.GetRequiredService<IGrainFactory>());
            var run = new EventsRun(
                address, settings.OwnerKey.Text, segments, rate, journal, platform);
            await run.MeasureAsync("warming up", BatchEvents, duration / 2);
            allocations?.Print(0);
            await run.MeasureAsync($"batches of {BatchEvents}", BatchEvents, duration);
            allocations?.Print(AllocatedTypes);
            await run.MeasureAsync("one by one", 1, duration);
            allocations?.Print(AllocatedTypes);
            Console.WriteLine(
                $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB");
            await app.StopAsync();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Argument(string[] args, string name, double otherwise)
    {
        var at = Array.IndexOf(args, name);
        return at < 0 ? otherwise : double.Parse(args[at + 1], CultureInfo.InvariantCulture);
    }
}
