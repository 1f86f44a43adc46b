using System.Diagnostics;
using System.Globalization;
using System.Text;
using Krewe.Silo;

namespace Krewe.Benchmarks;

/// <summary>
/// The whole job of a morning: an ID sync, the traits, and who is in twenty segments; durable when
/// it ends. Through the silo's own doors, in this process.
/// </summary>
internal static class OnboardingBenchmark
{
    private const int RowsDefault = 1_000_000;

    public static async Task<int> RunAsync(string[] args)
    {
        var rows = RowsDefault;
        string? postgres = null;
        using var allocations = args.Contains("--allocations") ? new AllocationProfile() : null;
        for (var index = 0; index + 1 < args.Length; index += 2)
        {
            rows = args[index] == "--rows"
                ? int.Parse(args[index + 1], CultureInfo.InvariantCulture)
                : rows;
            postgres = args[index] == "--postgres" ? args[index + 1] : postgres;
        }

        var folder = Directory.CreateTempSubdirectory("krewe-bench-").FullName;
        try
        {
            var files = OnboardingFiles.Write(Path.Combine(folder, "files"), rows);
            Console.WriteLine(
                $"{rows:N0} rows, {Environment.ProcessorCount} cores, {folder}");
            var ours = await MeasureSiloAsync(folder, files, rows, allocations);
            if (postgres is not null)
            {
                var theirs = await PostgresTwin.MeasureAsync(postgres, files, rows);
                Console.WriteLine(
                    $"whole job, silo / PostgreSQL: {ours / theirs:F2} "
                    + $"({ours:F1} s / {theirs:F1} s)");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task<double> MeasureSiloAsync(
        string folder, OnboardingFiles files, int rows, AllocationProfile? allocations)
    {
        var settings = SiloDoor.Settings(folder);
        await using var app = SiloHost.Create(settings);
        await app.StartAsync();
        using var door = new SiloDoor(new Uri(app.Urls.First()), settings.OwnerKey.Text);
        using var definitions = new StringContent(files.Workspace, Encoding.UTF8);
        await door.SendAsync(HttpMethod.Put, "/v1/workspace", definitions);

        var whole = Stopwatch.StartNew();
        foreach (var file in new[] { files.Links, files.Traits })
        {
            var allocated = GC.GetTotalAllocatedBytes();
            var before = Environment.CpuUsage.TotalTime;
            var clock = Stopwatch.StartNew();
            await door.ImportAsync(file, rows);
            Print($"silo: {Path.GetFileName(file)[..7]}", rows, clock.Elapsed, allocated);
            var spent = Environment.CpuUsage.TotalTime - before;
            Console.WriteLine($"  {spent.TotalMicroseconds / rows:F1} µs of CPU a row");
            allocations?.Print(40);
        }

        var seconds = whole.Elapsed.TotalSeconds;
        var members = await door.SendAsync(HttpMethod.Get, "/v1/segments", content: null);
        var count = members!.AsArray().Sum(segment => segment!["count"]!.GetValue<long>());
        Console.WriteLine(
            $"silo: whole job {seconds:F1} s, {count:N0} memberships, peak memory "
            + $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB, on disk "
            + $"{SizeOf(Path.Combine(folder, "data")) >> 20:N0} MiB; collections "
            + $"{GC.CollectionCount(0)}/{GC.CollectionCount(1)}/{GC.CollectionCount(2)}, paused "
            + $"{GC.GetTotalPauseDuration().TotalSeconds:F1} s");
        await app.StopAsync();
        return seconds;
    }

    private static void Print(string what, int rows, TimeSpan elapsed, long allocatedBefore) =>
        Console.WriteLine(
            $"{what}: {elapsed.TotalSeconds:F1} s, {rows / elapsed.TotalSeconds:N0} rows/s, "
            + $"{(GC.GetTotalAllocatedBytes() - allocatedBefore) / rows:N0} bytes allocated a row");

    private static long SizeOf(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Sum(file => file.Length);
}
