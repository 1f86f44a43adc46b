using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>
/// Goal: no damage to any file is a silent loss.
/// Method: flip one bit of one file of a store that was killed, open it, and read and scan all of
/// it: either everything acknowledged is there, or a message names the file and the cure.
/// </summary>
public sealed class DamageTests : IDisposable
{
    private const int Records = 1_500;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_flipped_bit_of_any_file_is_never_a_silent_loss(int seed)
    {
        var random = new Random(seed);
        var template = Path.Combine(_directory.Path, "template");
        await MakeAsync(template);
        var found = 0;
        foreach (var file in Directory.EnumerateFiles(
            template, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(template, file);
            foreach (var offset in OffsetsOf(file, random))
            {
                found += await IsNamedAsync(template, name, offset, $"seed {seed}") ? 1 : 0;
            }
        }

        Assert.True(found > 20, $"seed {seed}: only {found} of the flips were noticed");
    }

    /// <summary>The first and last byte, and some of those that are in use.</summary>
    private static long[] OffsetsOf(string file, Random random)
    {
        var bytes = File.ReadAllBytes(file);
        var end = Array.FindLastIndex(bytes, value => value != 0) + 1;
        return end == 0
            ? []
            : [0, end - 1, .. Enumerable.Range(0, 6).Select(_ => random.NextInt64(end))];
    }

    private async Task<bool> IsNamedAsync(
        string template, string name, long offset, string where)
    {
        var copy = Path.Combine(_directory.Path, "copy");
        TestStores.CopyTo(template, copy);
        TestStores.Flip(Path.Combine(copy, name), offset);
        where = $"{where}, {name} at {offset}";
        try
        {
            await using var store = await TestStores.OpenAsync(copy);
            await AssertRecordsAsync(store, where);
            return false;
        }
        catch (StoreCorruptException fault)
        {
            var isState = name.StartsWith("state", StringComparison.Ordinal);
            Assert.Contains(isState ? "state.log" : name, fault.Message, StringComparison.Ordinal);
            Assert.Contains("backup", fault.Message, StringComparison.Ordinal);
            return true;
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static async Task AssertRecordsAsync(EmbeddedStore store, string where)
    {
        for (var number = 0; number < Records; number++)
        {
            var value = await store.GetAsync(number);
            Assert.True(
                string.Equals(ValueOf(number), value, StringComparison.Ordinal),
                $"{where}: record {number} is {(value is null ? "gone" : "another")}");
        }

        var scanned = await store.ScanAllAsync();
        Assert.True(scanned.Count == Records, $"{where}: a scan gives {scanned.Count} records");
    }

    /// <summary>A third in the checkpoint alone, a third overwritten since, a third new.</summary>
    private static async Task MakeAsync(string directory)
    {
        await using var store = await TestStores.OpenAsync(directory + " live");
        await WriteAsync(store, 0, Records * 2 / 3);
        await store.Maintenance.CheckpointAsync();
        await WriteAsync(store, Records / 3, Records);
        await store.Engine.RunOnWriterAsync(store.Engine.Writer.Mark);
        TestStores.CopyTo(directory + " live", directory);
    }

    private static Task WriteAsync(EmbeddedStore store, int from, int until) =>
        Task.WhenAll(Enumerable.Range(from, until - from).Select(
            number => store.PutAsync(number, ValueOf(number)).AsTask()));

    private static string ValueOf(int number) => $"{number} {new string('x', number % 1_500)}";
}
