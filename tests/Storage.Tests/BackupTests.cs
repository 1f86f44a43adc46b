using System.Globalization;
using Krewe.Embedded.Storage;
using Krewe.Embedded.Storage.Backup;

namespace Krewe.Storage.Tests;

public sealed class BackupTests : IDisposable
{
    private const int Writers = 24;

    private readonly TempDirectory _directory = new();

    private string Live => Path.Combine(_directory.Path, "live");

    private string Backup => Path.Combine(_directory.Path, "backup");

    private string Restored => Path.Combine(_directory.Path, "restored");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_backup_goes_nowhere_where_something_is()
    {
        await using var store = await TestStores.OpenAsync(Live);
        Directory.CreateDirectory(Backup);
        var mine = Path.Combine(Backup, "mine");
        await File.WriteAllTextAsync(mine, "keep");

        var taken = await Assert.ThrowsAsync<IOException>(() => TakeAsync(store));
        var inside = await Assert.ThrowsAsync<IOException>(
            () => store.BackupAsync(Path.Combine(Live, "backup"), CancellationToken.None));

        Assert.Contains($"'{Backup}' is not empty", taken.Message, StringComparison.Ordinal);
        Assert.Contains("inside the store", inside.Message, StringComparison.Ordinal);
        Assert.Equal("keep", await File.ReadAllTextAsync(mine));
    }

    [Fact]
    public async Task A_backup_that_does_not_get_to_its_end_leaves_nothing()
    {
        await using var store = await TestStores.OpenAsync(Live);
        await store.PutAsync(1, "one");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => store.BackupAsync(Backup, new CancellationToken(canceled: true)));

        Assert.Equal(Live, Assert.Single(Directory.GetFileSystemEntries(_directory.Path)));
        await TakeAsync(store);
    }

    [Fact]
    public async Task A_damaged_file_of_the_store_fails_its_backup()
    {
        await using var store = await FillAsync();
        TestStores.Flip(Path.Combine(Live, "state", "state.log.0"), 10_000);

        var fault = await Assert.ThrowsAsync<StoreCorruptException>(() => TakeAsync(store));

        Assert.Contains("state.log.0", fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Backup));
    }

    [Fact]
    public async Task A_restore_refuses_what_is_no_backup_and_a_directory_that_is_not_empty()
    {
        await using var store = await FillAsync();
        await TakeAsync(store);

        var noBackup = await Assert.ThrowsAsync<StoreCorruptException>(
            () => EmbeddedStore.RestoreAsync(Live, Restored, CancellationToken.None));
        var taken = await Assert.ThrowsAsync<IOException>(
            () => EmbeddedStore.RestoreAsync(Backup, Live, CancellationToken.None));

        Assert.Contains("holds no backup", noBackup.Message, StringComparison.Ordinal);
        Assert.Contains("is not empty", taken.Message, StringComparison.Ordinal);
    }

    /// <summary>Each file in turn, at its start, its middle and its end, and missing.</summary>
    [Fact]
    public async Task A_restore_names_each_damaged_file_and_writes_nothing()
    {
        await using (var store = await FillAsync())
        {
            await TakeAsync(store);
        }

        foreach (var file in Directory.EnumerateFiles(
            Backup, "*", SearchOption.AllDirectories).ToArray())
        {
            var length = new FileInfo(file).Length;
            long[] offsets = [0, length / 2, length - 1];
            foreach (var offset in offsets.Where(offset => length > 0).Distinct())
            {
                TestStores.Flip(file, offset);
                await AssertRefusedAsync(file);
                TestStores.Flip(file, offset);
            }

            File.Move(file, file + ".away");
            await AssertRefusedAsync(file);
            File.Move(file + ".away", file);
        }

        await EmbeddedStore.RestoreAsync(Backup, Restored, CancellationToken.None);
    }

    [Fact]
    public async Task A_restore_that_was_cut_short_does_not_open()
    {
        await using (var store = await FillAsync())
        {
            await TakeAsync(store);
        }

        await EmbeddedStore.RestoreAsync(Backup, Restored, CancellationToken.None);
        File.Delete(Path.Combine(Restored, "MANIFEST"));

        await Assert.ThrowsAsync<StoreCorruptException>(() => TestStores.OpenAsync(Restored));
    }

    [Fact]
    public async Task A_backup_of_an_empty_store_restores_to_one()
    {
        await using var store = await TestStores.OpenAsync(Live);
        await TakeAsync(store);
        await EmbeddedStore.RestoreAsync(Backup, Restored, CancellationToken.None);

        await using var restored = await TestStores.OpenAsync(Restored);
        Assert.Empty(await restored.ScanAllAsync());
    }

    [Fact]
    public async Task Closing_the_store_ends_a_backup_that_runs()
    {
        var store = await FillAsync();
        var taking = TakeAsync(store);
        await store.DisposeAsync();

        try
        {
            await taking;
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(Live, Assert.Single(Directory.GetFileSystemEntries(_directory.Path)));
        }
    }

    /// <summary>
    /// Goal: a backup holds everything that was acknowledged before it was asked for, and shows the
    /// store as it was after one write.
    /// Method: take backups while writers run, and compare each with what those writers know of the
    /// newest write that is in it.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_backup_under_full_write_load_restores_to_one_moment(int seed)
    {
        const int Rounds = 3;
        var random = new Random(seed);
        var load = new NumberedLoad(seed, Writers);
        var acknowledged = new long[Rounds][];
        await using (var store = await TestStores.OpenAsync(Live))
        {
            var running = load.RunAsync(store);
            for (var round = 0; round < Rounds; round++)
            {
                await load.ReachAsync(load.Count + random.Next(1, 3_000));
                acknowledged[round] = load.Acknowledged();
                await store.BackupAsync(Backup + round, CancellationToken.None);
            }

            load.Stop();
            await running;
        }

        for (var round = 0; round < Rounds; round++)
        {
            await AssertOneMomentAsync(
                Backup + round, load, acknowledged[round], $"seed {seed}, backup {round}");
        }
    }

    private static async Task AssertOneMomentAsync(
        string backup, NumberedLoad load, long[] acknowledged, string where)
    {
        var target = backup + " restored";
        await EmbeddedStore.RestoreAsync(backup, target, CancellationToken.None);
        await using var restored = await TestStores.OpenAsync(target);
        var moment = 0L;
        for (var writer = 0; writer < Writers; writer++)
        {
            var read = await restored.ReadVersionedAsync(
                TestStores.Table, TestStores.Key(writer));
            moment = Math.Max(moment, read.Version);
        }

        for (var writer = 0; writer < Writers; writer++)
        {
            var value = await restored.GetAsync(writer);
            var number = value is null
                ? 0
                : long.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture);
            Assert.True(
                number >= acknowledged[writer],
                $"{where}: writer {writer} has {number}, {acknowledged[writer]} was acknowledged");
            var expected = load.NumberAt(writer, moment);
            Assert.True(
                number == expected,
                $"{where}: writer {writer} has {number} at {moment} instead of {expected}");
        }
    }

    private Task<StoreBackup> TakeAsync(EmbeddedStore store) =>
        store.BackupAsync(Backup, CancellationToken.None);

    private async Task AssertRefusedAsync(string file)
    {
        var fault = await Assert.ThrowsAsync<StoreCorruptException>(
            () => EmbeddedStore.RestoreAsync(Backup, Restored, CancellationToken.None));
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Restored));
    }

    private async Task<EmbeddedStore> FillAsync()
    {
        var store = await TestStores.OpenAsync(Live);
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(
            number => store.PutAsync(number, $"{number} {new string('x', 1_000)}").AsTask()));
        await store.Maintenance.CheckpointAsync();
        return store;
    }
}
