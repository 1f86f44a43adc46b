using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Krewe.Embedded;
using Krewe.Embedded.Storage;

namespace Krewe.Benchmarks;

/// <summary>
/// The embedded store alone, with many states of 200 bytes there already: durable writes from 256
/// writers, reads from memory and from disk, recovery, and what it all takes.
/// </summary>
internal static class StoreBenchmark
{
    private const string Table = "state";
    private const int Writers = 256;
    private const int ValueBytes = 200;
    private const int LoadBatch = 1_000;
    private const int RunSeconds = 10;
    private const int TwinWrites = 300_000;

    private static TimeSpan _processorTime;

    public static async Task<int> RunAsync(string[] args)
    {
        var records = args is ["--records", var count, ..]
            ? int.Parse(count, CultureInfo.InvariantCulture)
            : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("krewe-store-").FullName;
        try
        {
            Console.WriteLine(
                $"{records:N0} states of {ValueBytes} bytes, {Environment.ProcessorCount} cores");
            await MeasureAsync(Path.Combine(folder, "store"), records);
            if (args.Contains("--sqlite"))
            {
                MeasureTwin(folder, records);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string folder, int records)
    {
        var options = new EmbeddedStoreOptions { Directory = folder, CheckpointOnClose = false };
        await using (var store = await EmbeddedStore.OpenAsync(options))
        {
            var clock = Stopwatch.StartNew();
            await LoadAsync(store, records);
            Print("loaded in batches of 1,000", records, clock.Elapsed);
            await WriteAsync(store, records);
            await ReadAsync(store, records, "reads of any state", span: records);
            await ReadAsync(store, records, "reads of the 10,000 newest", span: 10_000);
            Console.WriteLine(
                $"on disk {SizeOf(folder) >> 20:N0} MiB, of the store in memory "
                + $"{store.Engine.State.MemoryBytes >> 20:N0} MiB, peak of the process "
                + $"{Process.GetCurrentProcess().PeakWorkingSet64 >> 20:N0} MiB");
            await FillLogAsync(store, records);
        }

        var opening = Stopwatch.StartNew();
        await using var again = await EmbeddedStore.OpenAsync(options);
        Print(
            "recovery with a full log, batches replayed", again.ReplayedEntries, opening.Elapsed);
        var scanning = Stopwatch.StartNew();
        var keys = 0;
        for (var partition = 0; partition < 64; partition++)
        {
            await foreach (var _ in again.ScanKeysAsync(
                Table, partition, 64, CancellationToken.None))
            {
                keys++;
            }
        }

        Print("keys of 64 partitions", keys, scanning.Elapsed);
    }

    private static async Task LoadAsync(EmbeddedStore store, int records)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, (records + LoadBatch - 1) / LoadBatch),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (batch, cancellationToken) =>
            {
                var first = batch * LoadBatch;
                var numbers = Enumerable.Range(first, Math.Min(LoadBatch, records - first));
                await store.WriteAsync(
                    [.. numbers.Select(
                        number => new DurableWrite(Table, Key(number), Value(number)))],
                    cancellationToken);
            });
    }

    /// <summary>As much log since the last checkpoint as there may ever be.</summary>
    private static async Task FillLogAsync(EmbeddedStore store, int records)
    {
        const int Threads = 8;
        const double Almost = 0.95;
        await store.Maintenance.CheckpointAsync();
        var log = store.Engine.Log;
        var until = log.TailAddress + (long)(store.Engine.Options.CheckpointEveryBytes * Almost);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            while (log.TailAddress < until)
            {
                await store.WriteAsync(
                    [.. Enumerable.Range(0, LoadBatch / Threads)
                        .Select(_ => random.Next(records))
                        .Select(number => new DurableWrite(Table, Key(number), Value(number)))],
                    CancellationToken.None);
            }
        })));
    }

    private static void MeasureTwin(string folder, int records)
    {
        using var twin = new StoreTwin(folder);
        var clock = Stopwatch.StartNew();
        twin.Write(Enumerable.Range(0, records), LoadBatch);
        Print("SQLite: loaded in batches of 1,000", records, clock.Elapsed);
        var random = new Random(1);
        var writes = Math.Min(records, TwinWrites);
        clock.Restart();
        twin.Write(Enumerable.Range(0, writes).Select(_ => random.Next(records)), Writers / 2);
        Print($"SQLite: durable writes in batches of {Writers / 2}", writes, clock.Elapsed);
        clock.Restart();
        var reads = twin.Read(records, TimeSpan.FromSeconds(RunSeconds / 2));
        Print("SQLite: reads of any state", reads, clock.Elapsed);
        Console.WriteLine($"SQLite: on disk {SizeOf(folder) >> 20:N0} MiB with the store's");
    }

    private static async Task WriteAsync(EmbeddedStore store, int records)
    {
        var times = new List<double>[Writers];
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var random = new Random(writer);
            var mine = times[writer] = new List<double>(1 << 14);
            while (clock.Elapsed.TotalSeconds < RunSeconds)
            {
                var number = random.Next(records);
                var started = Stopwatch.GetTimestamp();
                await store.WriteAsync(
                    [new DurableWrite(Table, Key(number), Value(number))], CancellationToken.None);
                mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        })));
        var elapsed = clock.Elapsed;
        var all = times.SelectMany(list => list).Order().ToArray();
        Print($"durable writes from {Writers} writers", all.Length, elapsed);
        Console.WriteLine(
            $"  p50 {all[all.Length / 2]:F2} ms, p99 {all[all.Length * 99 / 100]:F2} ms, "
            + $"most {all[^1]:F0} ms");
    }

    private static async Task ReadAsync(EmbeddedStore store, int records, string what, int span)
    {
        const int Readers = 64;
        var counts = new long[Readers];
        var before = store.Engine.State.Device.ReadBytes;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => Task.Run(async () =>
        {
            var random = new Random(reader);
            while (clock.Elapsed.TotalSeconds < RunSeconds / 2)
            {
                var key = Key(records - 1 - random.Next(Math.Min(span, records)));
                if (await store.ReadAsync(Table, key, CancellationToken.None) is null)
                {
                    throw new InvalidOperationException("A state is gone.");
                }

                counts[reader]++;
            }
        })));
        Print(what, counts.Sum(), clock.Elapsed);
        Console.WriteLine(
            $"  {(store.Engine.State.Device.ReadBytes - before) >> 20:N0} MiB of it from files");
    }

    internal static byte[] Key(int number)
    {
        var key = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(key, number * -7046029254386353131L);
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(8), number);
        return key;
    }

    internal static byte[] Value(int number)
    {
        var value = new byte[ValueBytes];
        value.AsSpan().Fill((byte)number);
        return value;
    }

    /// <summary>Says also what the processors did since the line before.</summary>
    private static void Print(string what, long count, TimeSpan elapsed)
    {
        var now = Environment.CpuUsage.TotalTime;
        var each = (now - _processorTime).TotalMicroseconds / Math.Max(1, count);
        _processorTime = now;
        Console.WriteLine(
            $"{what}: {count / elapsed.TotalSeconds:N0}/s ({count:N0} in "
            + $"{elapsed.TotalSeconds:F1} s, {each:F1} µs of processor each)");
    }

    private static long SizeOf(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", SearchOption.AllDirectories)
        .Sum(file => file.Length);
}
