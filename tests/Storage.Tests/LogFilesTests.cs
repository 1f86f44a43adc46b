using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>Files of the write-ahead log that are used again.</summary>
public sealed class LogFilesTests : IDisposable
{
    private const int Records = 57;

    private static readonly string Pad = new('x', 100_000);
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// Goal: what a file held before it was used again never comes back.
    /// Method: fill files, cut the log so that they are used again, stop as a crash does at many
    /// places in them, and compare with what was acknowledged.
    /// </summary>
    [Fact]
    public async Task A_file_that_is_used_again_gives_only_what_was_written_since()
    {
        await using var store = await EmbeddedStore.OpenAsync(Options(_directory.Path));
        for (var round = 0; round < 3; round++)
        {
            await WriteAsync(store, $"old {round}");
            await store.Maintenance.CheckpointAsync();
        }

        Assert.NotEmpty(Directory.EnumerateFiles(store.Engine.Layout.LogSpares));
        for (var number = 0; number < Records; number++)
        {
            await store.PutAsync(number, $"new {number} {Pad}");
            if (number % 7 > 0)
            {
                continue;
            }

            using var copy = new TempDirectory();
            TestStores.CopyTo(_directory.Path, copy.Path);

            await using var again = await EmbeddedStore.OpenAsync(Options(copy.Path));

            Assert.Equal(number + 1, again.ReplayedEntries);
            Assert.Equal($"new {number} {Pad}", await again.GetAsync(number));
            Assert.Equal(
                number + 1 < Records ? $"old 2 {number + 1} {Pad}" : null,
                await again.GetAsync(number + 1));
        }
    }

    [Fact]
    public async Task Files_of_an_earlier_life_are_used_again_up_to_a_bound()
    {
        await using (var store = await EmbeddedStore.OpenAsync(
            Options(_directory.Path) with
            {
                CheckpointEveryBytes = 1L << 30,
                CheckpointOnClose = false,
            }))
        {
            await WriteAsync(store, "five files");
            await WriteAsync(store, "of four megabytes");
            await WriteAsync(store, "each");
        }

        await using var again = await EmbeddedStore.OpenAsync(Options(_directory.Path));

        var layout = again.Engine.Layout;
        var spares = Directory.GetFiles(layout.LogSpares);
        Assert.InRange(spares.Length, 1, 2);
        Assert.All(
            spares, path => Assert.Equal(layout.LogSegmentBytes, new FileInfo(path).Length));
        Assert.Equal(2, Directory.GetDirectories(layout.LogRoot).Length);
        Assert.False(Directory.Exists(layout.LogFolder(1)));
    }

    [Fact]
    public async Task A_log_that_was_begun_by_an_opening_that_failed_is_written_over()
    {
        await using (var store = await TestStores.OpenAsync(_directory.Path))
        {
            await store.PutAsync(1, "one");
        }

        var folder = Path.Combine(_directory.Path, "wal", "00000002");
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "log.0"), "left behind");
        await using (var store = await TestStores.OpenAsync(_directory.Path))
        {
            await store.PutAsync(2, "two");
        }

        await using var again = await TestStores.OpenAsync(_directory.Path);
        Assert.Equal("one", await again.GetAsync(1));
        Assert.Equal("two", await again.GetAsync(2));
    }

    /// <summary>Room for two spare files; checkpoints only when the test asks.</summary>
    private static EmbeddedStoreOptions Options(string directory) =>
        TestStores.Options(directory) with
        {
            CheckpointEveryBytes = 8 << 20,
            CompactFromBytes = 1L << 30,
        };

    private static async Task WriteAsync(EmbeddedStore store, string what)
    {
        for (var number = 0; number < Records; number++)
        {
            await store.PutAsync(number, $"{what} {number} {Pad}");
        }
    }
}
