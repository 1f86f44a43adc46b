using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

public sealed class RecoveryTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_store_that_never_held_anything_opens_again()
    {
        await (await OpenAsync()).DisposeAsync();
        await using var again = await OpenAsync();

        Assert.Equal(0, again.ReplayedEntries);
    }

    [Theory]
    [InlineData("MANIFEST")]
    [InlineData("wal/00000001/log.0")]
    [InlineData("wal/00000001/log.1")]
    public async Task A_missing_file_is_named_when_the_store_opens(string file)
    {
        // Enough to fill the first file of the log, so that the second holds what was acknowledged.
        await WriteAsync(checkpoint: false, records: 120, valueBytes: 50_000);
        File.Delete(PathOf(file));

        var fault = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);

        Assert.Contains(PathOf(file), fault.Message, StringComparison.Ordinal);
        Assert.Contains("backup", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_flipped_byte_of_the_manifest_is_found()
    {
        await WriteAsync(checkpoint: true);
        TestStores.Flip(PathOf("MANIFEST"), 20);

        var fault = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);

        Assert.Contains("MANIFEST", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(5_000)]
    [InlineData(9_000)]
    public async Task A_flipped_byte_of_the_log_before_acknowledged_writes_is_found(int offset)
    {
        await WriteAsync(checkpoint: false);
        TestStores.Flip(PathOf("wal/00000001/log.0"), offset);

        var fault = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);

        Assert.Contains("log.0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_file_that_is_flipped_or_missing_is_named()
    {
        await WriteAsync(checkpoint: true);
        var file = Directory.EnumerateFiles(PathOf("checkpoints"), "*", SearchOption.AllDirectories)
            .OrderByDescending(path => new FileInfo(path).Length).First();
        TestStores.Flip(file, 100);

        var flipped = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);
        File.Delete(file);
        var missing = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);

        Assert.Contains(file, flipped.Message, StringComparison.Ordinal);
        Assert.Contains(file, missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_is_there_after_a_stop(bool checkpoint)
    {
        await WriteAsync(checkpoint);

        await using var store = await OpenAsync();

        Assert.Equal(checkpoint, store.ReplayedEntries == 0);
        await AssertRecordsAsync(store, 100);
    }

    /// <summary>The end of the log is cut at every byte of the last entry.</summary>
    [Fact]
    public async Task A_torn_last_entry_is_dropped_and_all_before_it_stays()
    {
        await WriteAsync(checkpoint: false, records: 10);
        var log = PathOf("wal/00000001/log.0");
        var bytes = await File.ReadAllBytesAsync(log);
        var end = Array.FindLastIndex(bytes, value => value != 0) + 1;
        var start = bytes.AsSpan(0, end).LastIndexOf("KWL1"u8);
        for (var cut = start - 4; cut < end; cut += 7)
        {
            using var copy = new TempDirectory();
            TestStores.CopyTo(_directory.Path, copy.Path);
            var torn = bytes.ToArray();
            torn.AsSpan(cut).Clear();
            await File.WriteAllBytesAsync(Path.Combine(copy.Path, "wal/00000001/log.0"), torn);

            await using var store = await TestStores.OpenAsync(copy.Path);

            await AssertRecordsAsync(store, 9);
            Assert.Null(await store.GetAsync(9));
            await store.PutAsync(9, "written after the tear");
        }
    }

    [Fact]
    public async Task A_store_is_writable_after_a_torn_end_and_stays_so_over_restarts()
    {
        await WriteAsync(checkpoint: false, records: 10);
        var log = PathOf("wal/00000001/log.0");
        var bytes = await File.ReadAllBytesAsync(log);
        TestStores.Flip(log, Array.FindLastIndex(bytes, value => value != 0));

        for (var round = 0; round < 3; round++)
        {
            await using var store = await EmbeddedStore.OpenAsync(
                TestStores.Options(_directory.Path) with { CheckpointOnClose = false });
            await AssertRecordsAsync(store, 9);
            await store.PutAsync(100 + round, $"round {round}");
            for (var before = 0; before <= round; before++)
            {
                Assert.Equal($"round {before}", await store.GetAsync(100 + before));
            }
        }
    }

    [Fact]
    public async Task A_flipped_byte_of_a_stored_record_fails_its_read_and_not_silently()
    {
        await WriteAsync(checkpoint: true);
        var file = Directory.EnumerateFiles(PathOf("state")).Order(StringComparer.Ordinal).First();
        var bytes = await File.ReadAllBytesAsync(file);
        TestStores.Flip(file, bytes.AsSpan().IndexOf("value 50"u8) + 3);

        await Assert.ThrowsAsync<StoreCorruptException>(async () =>
        {
            await using var store = await OpenAsync();
            await store.GetAsync(50);
        });
    }

    [Fact]
    public async Task A_flipped_byte_of_a_stored_key_does_not_make_the_record_vanish()
    {
        await WriteAsync(checkpoint: true);
        var file = PathOf("state/state.log.0");
        var bytes = await File.ReadAllBytesAsync(file);
        TestStores.Flip(file, bytes.AsSpan().IndexOf("profile/50"u8) + 8);

        var fault = await Assert.ThrowsAsync<StoreCorruptException>(async () =>
        {
            await using var store = await OpenAsync();
            await store.GetAsync(50);
        });
        Assert.Contains(file, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_file_that_is_missing_or_cut_is_named()
    {
        await WriteAsync(checkpoint: true, records: 1_000);
        var file = PathOf("state/state.log.0");
        await using (var state = File.OpenWrite(file))
        {
            state.SetLength(8_192);
        }

        var cut = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);
        File.Delete(file);
        var missing = await Assert.ThrowsAsync<StoreCorruptException>(OpenAsync);

        Assert.Contains(file, cut.Message, StringComparison.Ordinal);
        Assert.Contains(file, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_is_kept_out_and_told_who_is_in()
    {
        await using var store = await OpenAsync();

        var fault = await Assert.ThrowsAsync<StoreInUseException>(OpenAsync);

        Assert.Contains($"{Environment.ProcessId}", fault.Message, StringComparison.Ordinal);
        await store.PutAsync(1, "the first one is unharmed");
    }

    private static async Task AssertRecordsAsync(EmbeddedStore store, int records)
    {
        for (var number = 0; number < records; number++)
        {
            var value = await store.GetAsync(number);
            Assert.Equal($"value {number}", value?.TrimEnd());
        }
    }

    private string PathOf(string file) => Path.Combine(_directory.Path, file);

    private Task<EmbeddedStore> OpenAsync() => TestStores.OpenAsync(_directory.Path);

    private async Task WriteAsync(bool checkpoint, int records = 100, int valueBytes = 20)
    {
        await using var store = await EmbeddedStore.OpenAsync(
            TestStores.Options(_directory.Path) with
            {
                CheckpointOnClose = checkpoint,
                CheckpointEveryBytes = 1L << 30,
            });

        // A mark after the last entry would tell that it was promised.
        store.Engine.Writer.MarkAfter = Timeout.InfiniteTimeSpan;
        for (var number = 0; number < records; number++)
        {
            await store.PutAsync(number, $"value {number}".PadRight(valueBytes));
        }
    }
}
