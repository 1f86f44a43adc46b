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

    /// <summary>The record moves while the disk is being asked for it.</summary>
    [Fact]
    public async Task A_read_that_compaction_overtakes_finds_its_record()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        var value = new string('x', 20_000);
        await Task.WhenAll(Enumerable.Range(0, 1_000).Select(
            number => store.PutAsync(number, $"{number} {value}").AsTask()));
        var begin = store.Engine.State.Log.BeginAddress;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var answer = new ManualResetEventSlim();
        store.Engine.State.Device.BeforeRead = _ =>
        {
            if (asked.TrySetResult())
            {
                answer.Wait();
            }
        };

        var reading = Task.Run(() => store.GetAsync(0));
        await asked.Task;
        var compacted = await store.Maintenance.CompactAsync();
        answer.Set();

        Assert.True(compacted);
        Assert.True(store.Engine.State.Log.BeginAddress > begin);
        Assert.Equal($"0 {value}", await reading);
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
