using System.Diagnostics.Metrics;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>Memory, disk and what happens when the disk gives up.</summary>
public sealed class BoundsTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_disk_that_fails_fails_what_waits_and_all_that_follows()
    {
        var store = await TestStores.OpenAsync(_directory.Path);
        await store.PutAsync(1, "safe");
        store.Engine.Log.Device.BeforeWrite = _ => throw new IOException("No space left on device");

        var fault = await Assert.ThrowsAsync<StoreFaultedException>(
            async () => await store.PutAsync(1, "lost"));
        await Assert.ThrowsAsync<StoreFaultedException>(
            async () => await store.PutAsync(2, "refused"));
        await Assert.ThrowsAsync<StoreFaultedException>(() => store.GetAsync(1));
        await store.DisposeAsync();

        Assert.Contains("restart", fault.Message, StringComparison.Ordinal);
        Assert.Equal("No space left on device", fault.InnerException?.Message);
        await using var again = await TestStores.OpenAsync(_directory.Path);
        Assert.Equal("safe", await again.GetAsync(1));
        Assert.Null(await again.GetAsync(2));
    }

    [Fact]
    public async Task Writes_at_once_share_their_syncs()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        await store.PutAsync(0, "the table is known");
        var syncs = 0;
        store.Engine.Log.Device.BeforeWrite = _ => Interlocked.Increment(ref syncs);

        await Task.WhenAll(Enumerable.Range(0, 16_000).Select(
            number => store.PutAsync(number, "value").AsTask()));

        Assert.InRange(syncs, 1, 1_000);
    }

    [Fact]
    public async Task Memory_stays_within_the_budget_when_the_data_is_many_times_larger()
    {
        const int Records = 40_000;
        var options = TestStores.Options(_directory.Path);
        await using var store = await EmbeddedStore.OpenAsync(options);
        var value = new string('x', 2_000);
        await Task.WhenAll(Enumerable.Range(0, Records).Select(
            number => store.PutAsync(number, $"{number} {value}").AsTask()));

        var engine = store.Engine;
        var memory = engine.Layout.IndexBytes
            + (engine.State.Faster.OverflowBucketCount * 64)
            + engine.State.Log.MemorySizeBytes
            + engine.Layout.LogMemoryBytes
            + engine.Layout.InFlightBytesMax;
        Assert.InRange(memory, 1, options.MemoryBudgetBytes);
        Assert.InRange(engine.State.LogBytes, 4 * options.MemoryBudgetBytes, long.MaxValue);
        for (var number = 0; number < Records; number += 97)
        {
            Assert.Equal($"{number} {value}", await store.GetAsync(number));
        }
    }

    [Fact]
    public async Task Disk_stays_in_proportion_to_what_lives()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        var value = new string('x', 20_000);
        for (var round = 0; round < 40; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(
                number => store.PutAsync(number, $"{round} {number} {value}").AsTask()));
            await store.Maintenance.CheckpointAsync();
            await store.Maintenance.CompactAsync();
        }

        // 80 MB were written, 2 MB live; files are cut whole.
        var disk = new DirectoryInfo(_directory.Path)
            .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.InRange(disk, 1, 40 << 20);
        Assert.Equal($"39 7 {value}", await store.GetAsync(7));
    }

    /// <summary>Uniform updates are the worst: dead records are everywhere.</summary>
    [Fact]
    public async Task Disk_is_at_most_three_times_what_lives_under_steady_updates()
    {
        const int Records = 2_000;
        const int Batch = 200;
        const int Rounds = 80;
        await using var store = await TestStores.OpenAsync(_directory.Path);
        var random = new Random(1);
        var value = new string('x', 20_000);
        await WriteAsync(Enumerable.Range(0, Records));
        var peak = 0L;
        for (var round = 0; round < Rounds; round++)
        {
            await WriteAsync(Enumerable.Range(0, Batch).Select(_ => random.Next(Records)));
            peak = Math.Max(peak, BytesOnDisk());
#pragma warning disable VSTHRD003 // The store began it; updates are steady, not a flood.
            await store.Maintenance.Background;
#pragma warning restore VSTHRD003
        }

        // The write-ahead log, its files made in advance and the index do not grow with the data.
        var live = (long)Records * value.Length;
        var options = TestStores.Options(_directory.Path);
        var fixedBytes = (3 * options.LogSegmentBytes) + options.CheckpointEveryBytes
            + (2 * store.Engine.Layout.IndexBytes);
        Assert.True(
            peak <= (3 * live) + fixedBytes,
            $"{peak >> 20} MiB on disk for {live >> 20} MiB that live");
        Assert.Null(store.Maintenance.LastFault);

        Task WriteAsync(IEnumerable<int> numbers) => Task.WhenAll(numbers.Distinct().Select(
            number => store.PutAsync(number, $"{number} {value}").AsTask()));
    }

    [Fact]
    public async Task A_background_failure_is_counted_and_writes_go_on()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        var failures = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name is "store.maintenance.failures")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        listener.SetMeasurementEventCallback<long>((_, count, _, _) =>
        {
            failures += count;
            failed.TrySetResult();
        });
        listener.Start();
        Directory.Delete(store.Engine.Layout.Checkpoints, recursive: true);
        await File.WriteAllTextAsync(store.Engine.Layout.Checkpoints, "in the way");

        for (var number = 0; !failed.Task.IsCompleted; number++)
        {
            await store.PutAsync(number % 100, $"{number} {new string('x', 20_000)}");
        }

        await store.PutAsync(1, "still writable");
        Assert.True(failures > 0);
        Assert.NotNull(store.Maintenance.LastFault);
        File.Delete(store.Engine.Layout.Checkpoints);
        await store.Maintenance.CheckpointAsync();
    }

    /// <summary>
    /// Goal: a checkpoint that fails anywhere on its way stands in the way of no other.
    /// Method: fail one write of a checkpoint, the first, then the second, and so on until one is
    /// whole; then look whether the next start replays nothing.
    /// </summary>
    [Fact]
    public async Task A_checkpoint_can_be_taken_after_one_that_failed_midway()
    {
        var failures = 0;
        await using (var store = await TestStores.OpenAsync(_directory.Path))
        {
            var isWhole = false;
            for (var fails = 1; !isWhole; fails++)
            {
                await store.PutAsync(fails, $"value {fails}");
                var writes = 0;
                store.Engine.State.Checkpoints.BeforeWrite = _ =>
                {
                    if (Interlocked.Increment(ref writes) == fails)
                    {
                        throw new IOException("No space left on device");
                    }
                };
                var fault = await Record.ExceptionAsync(store.Maintenance.CheckpointAsync);
                isWhole = fault is null;
                failures += isWhole ? 0 : 1;
                Assert.True(
                    isWhole || fault is IOException { InnerException: IOException },
                    $"write {fails}: {fault}");
                Assert.Equal($"value {fails}", await store.GetAsync(fails));
            }
        }

        Assert.InRange(failures, 3, 1_000);
        await using var again = await TestStores.OpenAsync(_directory.Path);
        Assert.Equal(0, again.ReplayedEntries);
        for (var number = 1; number <= failures + 1; number++)
        {
            Assert.Equal($"value {number}", await again.GetAsync(number));
        }
    }

    private long BytesOnDisk() => new DirectoryInfo(_directory.Path)
        .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => Length(file));

    /// <summary>A file may go while it is being asked.</summary>
    private static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>The record moves while the disk is being asked for it.</summary>
    [Fact]
    public async Task A_read_that_compaction_overtakes_finds_its_record()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        var value = new string('x', 20_000);
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(
            one => store.PutAsync(one, $"{one} {value}").AsTask()));
#pragma warning disable VSTHRD003 // The store began it; its reads are not the one to be held up.
        await store.Maintenance.Background;
#pragma warning restore VSTHRD003
        var begin = store.Engine.State.Log.BeginAddress;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var answer = new Latch();
        store.Engine.State.Device.BeforeRead = _ =>
        {
            if (asked.TrySetResult())
            {
                answer.Pass();
            }
        };

        // Which records are in memory depends on what the background has moved by now.
        var number = 0;
        var reading = Task.Run(() => store.GetAsync(number));
        while (await Task.WhenAny(asked.Task, reading) == reading)
        {
            Assert.Equal($"{number} {value}", await reading);
            number++;
            reading = Task.Run(() => store.GetAsync(number));
        }

        var compacted = await store.Maintenance.CompactAsync();
        answer.Open();

        Assert.True(compacted);
        Assert.True(store.Engine.State.Log.BeginAddress > begin);
        Assert.Equal($"{number} {value}", await reading);
    }

    [Fact]
    public async Task Checkpoints_are_taken_while_writes_go_on_and_cut_the_log()
    {
        var value = new string('x', 3_000);
        await using (var store = await EmbeddedStore.OpenAsync(
            TestStores.Options(_directory.Path) with { CheckpointOnClose = false }))
        {
            var writing = Task.WhenAll(Enumerable.Range(0, 64).Select(async writer =>
            {
                for (var round = 0; round < 100; round++)
                {
                    await store.PutAsync(writer, $"{writer} {round} {value}");
                }
            }));
            while (!writing.IsCompleted)
            {
                await store.Maintenance.CheckpointAsync();
            }

            await writing;
            await store.Maintenance.CheckpointAsync();
            await store.PutAsync(64, "after the last checkpoint");
        }

        await using var again = await TestStores.OpenAsync(_directory.Path);
        Assert.Equal(1, again.ReplayedEntries);
        for (var writer = 0; writer < 64; writer++)
        {
            Assert.Equal($"{writer} 99 {value}", await again.GetAsync(writer));
        }
    }

    [Fact]
    public void Options_name_every_fault()
    {
        var fault = Assert.Throws<System.ComponentModel.DataAnnotations.ValidationException>(
            () => new EmbeddedStore(new EmbeddedStoreOptions { MemoryBudgetBytes = 1 }));

        Assert.Contains("Directory", fault.Message, StringComparison.Ordinal);
        Assert.Contains("MemoryBudgetBytes", fault.Message, StringComparison.Ordinal);
    }
}
