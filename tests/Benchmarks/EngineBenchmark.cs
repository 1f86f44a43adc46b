using System.Diagnostics;
using System.Globalization;

namespace Krewe.Benchmarks;

/// <summary>
/// What one machine does in the engine itself: calls, activations and durable writes. Prints each
/// figure beside its goal, and what a call allocates.
/// </summary>
internal static class EngineBenchmark
{
    private const long SmallMemoryBytes = 64L << 20;
    private const long LargeMemoryBytes = 1L << 30;

    public static async Task<int> RunAsync(string[] args)
    {
        var scale = args is ["--scale", var text]
            ? double.Parse(text, CultureInfo.InvariantCulture)
            : 1;
        Console.WriteLine($"{Environment.ProcessorCount} cores, scale {scale:0.##}");
        await CallsAsync((int)(4_000_000 * scale));
        await IdleAsync((int)(200_000 * scale));
        await ActivationsInMemoryAsync((int)(400_000 * scale));
        var folder = Directory.CreateTempSubdirectory("krewe-bench-").FullName;
        try
        {
            var grains = (int)(600_000 * scale);
            await ActivationsOnStoreAsync(
                Path.Combine(folder, "memory"), LargeMemoryBytes, grains, "in its memory", 300_000);
            await ActivationsOnStoreAsync(
                Path.Combine(folder, "disk"), SmallMemoryBytes, grains, "mostly on disk", 100_000);
            await WritesAsync(Path.Combine(folder, "writes"), (int)(1_000_000 * scale));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task CallsAsync(int calls)
    {
        await using var host = await EngineHost.StartOnNothingAsync();
        await PingAsync(host, callers: 1, grains: 1, calls / 4);
        Report("local call, 1 caller", await PingAsync(host, 1, 1, calls), 3_000_000);
        Report(
            "local calls, 64 callers, 64 grains", await PingAsync(host, 64, 64, calls), 4_000_000);
        Report("local calls, 64 callers, 1 grain", await PingAsync(host, 64, 1, calls), 4_000_000);
    }

    private static Task<Figure> PingAsync(EngineHost host, int callers, int grains, int calls) =>
        Figure.MeasureAsync(calls, () => EachAsync(callers, async caller =>
        {
            var grain = host.Grains.GetGrain<IPingGrain>(caller % grains);
            for (var i = 0; i < calls / callers; i++)
            {
                await grain.PingAsync(i);
            }
        }));

    private static async Task IdleAsync(int grains)
    {
        await using var host = await EngineHost.StartOnNothingAsync();
        await TouchAsync(host, 0, 1_000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await TouchAsync(host, 1_000, grains);
        var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / grains;
        Console.WriteLine($"{"idle activation with 200-byte state",-44} {bytes,12:N0} B"
            + $"   goal {500,9:N0} B");
    }

    private static async Task ActivationsInMemoryAsync(int grains)
    {
        await using var host = await EngineHost.StartInMemoryAsync();
        await host.FillAsync(grains);
        Report(
            "activations/s, state from memory storage",
            await Figure.MeasureAsync(grains, () => TouchAsync(host, 0, grains)),
            500_000);
    }

    private static async Task ActivationsOnStoreAsync(
        string directory, long memoryBytes, int grains, string where, int goal)
    {
        await using var host = await EngineHost.StartOnStoreAsync(directory, memoryBytes);
        await host.FillAsync(grains);
        Report(
            $"activations/s, store {where}",
            await Figure.MeasureAsync(grains, () => TouchAsync(host, 0, grains)),
            goal);
    }

    private static async Task WritesAsync(string directory, int writes)
    {
        const int Grains = 256;
        await using var host = await EngineHost.StartOnStoreAsync(directory, LargeMemoryBytes);
        var figure = await Figure.MeasureAsync(writes, () => EachAsync(Grains, async key =>
        {
            var grain = host.Grains.GetGrain<IHeavyGrain>(key);
            for (var i = 0; i < writes / Grains; i++)
            {
                await grain.WriteAsync();
            }
        }));
        Report("durable writes/s from 256 grains", figure, 300_000);
    }

    /// <summary>Calls each grain once, from as many callers as keep a disk busy.</summary>
    private static Task TouchAsync(EngineHost host, int first, int count)
    {
        const int Callers = 64;
        return EachAsync(Callers, async caller =>
        {
            for (var key = first + caller; key < first + count; key += Callers)
            {
                await host.Grains.GetGrain<IHeavyGrain>(key).TouchAsync();
            }
        });
    }

    private static Task EachAsync(int count, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(each => Task.Run(() => work(each))));

    private static void Report(string what, Figure figure, int goal) => Console.WriteLine(
        $"{what,-44} {figure.PerSecond,12:N0}/s   goal {goal,9:N0}/s   "
        + $"{figure.BytesEach,8:N1} B allocated each");

    private readonly record struct Figure(double PerSecond, double BytesEach)
    {
        internal static async Task<Figure> MeasureAsync(int count, Func<Task> work)
        {
            GC.Collect();
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var watch = Stopwatch.StartNew();
            await work();
            watch.Stop();
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            return new Figure(count / watch.Elapsed.TotalSeconds, (double)bytes / count);
        }
    }
}
