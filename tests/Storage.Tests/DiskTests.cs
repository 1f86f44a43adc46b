using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>Disks that are full or may not be written.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>The log is fine, but what is in memory cannot leave it any more.</summary>
    [Fact]
    public async Task A_state_log_that_cannot_be_written_fails_the_store_and_loses_nothing()
    {
        var value = new string('x', 10_000);
        var acknowledged = 0;
        var store = await TestStores.OpenAsync(_directory.Path);
        store.Engine.State.Device.BeforeWrite =
            _ => throw new IOException("No space left on device");
        var fault = await Assert.ThrowsAsync<StoreFaultedException>(async () =>
        {
            for (; acknowledged < 10_000; acknowledged++)
            {
                await store.PutAsync(acknowledged, $"{acknowledged} {value}");
            }
        });
        await store.DisposeAsync();

        Assert.Contains("Free the disk", fault.Message, StringComparison.Ordinal);
        await using var again = await TestStores.OpenAsync(_directory.Path);
        for (var number = 0; number < acknowledged; number++)
        {
            Assert.Equal($"{number} {value}", await again.GetAsync(number));
        }
    }

    [MountFact]
    public async Task A_full_disk_fails_the_store_and_loses_nothing()
    {
        using var disk = new TinyDisk(megabytes: 24);
        var acknowledged = new int[CrashProcess.Writers];
        var process = await CrashProcess.RunAsync(
            disk.Path, seed: 1, linesMax: int.MaxValue, acknowledged);

        Assert.Contains("Free the disk", process.Error, StringComparison.Ordinal);
        disk.Remount("size=96m");
        await CrashProcess.AssertAcknowledgedAsync(disk.Path, acknowledged, "full disk");
    }

    [MountFact]
    public async Task A_disk_too_small_to_open_the_store_says_so()
    {
        using var disk = new TinyDisk(megabytes: 2);

        var fault = await Assert.ThrowsAsync<IOException>(() => TestStores.OpenAsync(disk.Path));

        Assert.Contains(disk.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("free some of its disk", fault.Message, StringComparison.Ordinal);
        disk.Remount("size=64m");
        await (await TestStores.OpenAsync(disk.Path)).DisposeAsync();
    }

    [MountFact]
    public async Task A_directory_that_may_not_be_written_says_so()
    {
        using var disk = new TinyDisk(megabytes: 64);
        await using (var store = await TestStores.OpenAsync(disk.Path))
        {
            await store.PutAsync(1, "one");
        }

        disk.Remount("ro");
        var fault = await Assert.ThrowsAsync<IOException>(() => TestStores.OpenAsync(disk.Path));
        Assert.Contains(disk.Path, fault.Message, StringComparison.Ordinal);
        Assert.Contains("writable", fault.Message, StringComparison.Ordinal);

        disk.Remount("rw");
        await using var again = await TestStores.OpenAsync(disk.Path);
        Assert.Equal("one", await again.GetAsync(1));
    }
}
