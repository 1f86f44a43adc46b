using System.Globalization;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>
/// Goal: the store is a dictionary that survives restarts, whatever happens in between.
/// Method: random writes, removals, batches, large values, checkpoints, compactions and restarts
/// with and without a last checkpoint, compared with a dictionary; a scan at the end of each life.
/// </summary>
public sealed class ModelTests
{
    private const int Keys = 300;
    private const int Lives = 4;
    private const int Steps = 1_500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Behaves_like_a_dictionary_over_restarts(int seed)
    {
        using var directory = new TempDirectory();
        var random = new Random(seed);
        var model = new Dictionary<int, string>();
        for (var life = 0; life < Lives; life++)
        {
            await using var store = await EmbeddedStore.OpenAsync(
                TestStores.Options(directory.Path) with
                {
                    CheckpointOnClose = random.Next(2) == 0,
                });
            for (var step = 0; step < Steps; step++)
            {
                await StepAsync(store, model, random, $"seed {seed}, life {life}, step {step}");
            }

            var scanned = await store.ScanAllAsync();
            Assert.True(
                model.Select(pair => (pair.Key, pair.Value)).Order().SequenceEqual(
                    scanned.Select(record => (NumberOf(record.Key.Text()), record.Value.Text()))
                        .Order()),
                $"seed {seed}, life {life}: the scan differs");
        }
    }

    private static async Task StepAsync(
        EmbeddedStore store, Dictionary<int, string> model, Random random, string where)
    {
        var key = random.Next(Keys);
        switch (random.Next(1_000))
        {
            case < 3:
                await store.Maintenance.CheckpointAsync();
                break;
            case < 6:
                Assert.True(await store.Maintenance.CompactAsync(), where);
                break;
            case < 150:
                await store.RemoveAsync(key);
                model.Remove(key);
                break;
            case < 160:
                await PutAsync(random.Next(200_000, 700_000));
                break;
            case < 700:
                await PutAsync(random.Next(2_000));
                break;
            default:
                Assert.True(
                    string.Equals(
                        await store.GetAsync(key),
                        model.GetValueOrDefault(key),
                        StringComparison.Ordinal),
                    $"{where}: key {key} differs");
                break;
        }

        async Task PutAsync(int length)
        {
            var value = $"{key} {random.Next()} {new string((char)random.Next('a', 'z'), length)}";
            await store.PutAsync(key, value);
            model[key] = value;
        }
    }

    private static int NumberOf(string key) =>
        int.Parse(key.AsSpan(key.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);
}
