using System.Globalization;
using System.Runtime.InteropServices;
using FASTER.core;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>Walks over all partitions, one after the other, while the store goes on.</summary>
public sealed class ScanTests : IDisposable
{
    private const int Partitions = 16;
    private const int Records = 20_000;
    private const int BucketBytes = 64;

    private static readonly string Pad = new('x', 500);
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// Goal: a walk sees each record that was there when it began and stayed, once.
    /// Method: overwrite, remove, put back, checkpoint and compact between the partitions.
    /// </summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, false)]
    public async Task A_walk_sees_what_stays_once_whatever_happens_between_partitions(
        int seed, bool keysOnly)
    {
        var random = new Random(seed);
        await using var store = await FillAsync();
        var touched = new HashSet<int>();
        var seen = new List<int>();

        for (var partition = 0; partition < Partitions; partition++)
        {
            var keys = await KeysAsync(store, partition, keysOnly);
            Assert.True(
                keys.TrueForAll(key => !touched.Contains(-key)), $"seed {seed}: a removed key");
            seen.AddRange(keys);
            await DisturbAsync(store, random, touched);
        }

        var stayed = Enumerable.Range(1, Records).Where(number => !touched.Contains(number)
            && !touched.Contains(-number));
        Assert.True(seen.Count == seen.Distinct().Count(), $"seed {seed}: a key came twice");
        Assert.True(!stayed.Except(seen).Any(), $"seed {seed}: a key was missed");
        Assert.Equal(0, store.Engine.Splits.Count);
    }

    [Fact]
    public async Task A_walk_over_all_partitions_reads_the_log_once()
    {
        await using var store = await FillWithoutMaintenanceAsync();
        var before = store.Engine.State.Device.ReadBytes;
        var seen = 0;

        for (var partition = 0; partition < Partitions; partition++)
        {
            seen += (await KeysAsync(store, partition, keysOnly: true)).Count;
        }

        Assert.Equal(Records, seen);
        var read = store.Engine.State.Device.ReadBytes - before;
        Assert.InRange(read, 1, store.Engine.State.LogBytes + (4 << 20));
    }

    [Fact]
    public async Task A_scan_of_a_whole_table_reads_the_log_once()
    {
        await using var store = await FillWithoutMaintenanceAsync();
        var before = store.Engine.State.Device.ReadBytes;

        var records = await store.ScanAllAsync();

        Assert.Equal(Records, records.Count);
        Assert.All(
            records,
            record => Assert.EndsWith(Pad, record.Value.Text(), StringComparison.Ordinal));
        var read = store.Engine.State.Device.ReadBytes - before;
        Assert.InRange(read, 1, store.Engine.State.LogBytes + (4 << 20));
    }

    [Fact]
    public async Task A_removal_on_disk_is_told_from_a_record()
    {
        await using var store = await FillAsync();
        for (var number = 1; number <= 100; number++)
        {
            await store.RemoveAsync(number);
        }

        // Push the removals out of memory.
        await WriteAllAsync(store, Records + 1);
        var keys = (await store.ScanAllAsync()).Select(record => NumberOf(record.Key.Text()));

        Assert.Equal(Enumerable.Range(101, (2 * Records) - 100), keys.Order());
    }

    /// <summary>
    /// Goal: looking for a newer record is right where nothing is on disk only.
    /// Method: keys of which each shares its place in the index with another.
    /// </summary>
    [Fact]
    public async Task What_is_still_in_memory_is_scanned_and_compacted_without_a_loss()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        var numbers = NumbersThatCollide(store.Engine.Layout.IndexBytes / BucketBytes);
        Assert.NotEmpty(numbers);
        await Task.WhenAll(numbers.Select(
            number => store.PutAsync(number, $"{number} {Pad}").AsTask()));

        Assert.Equal(numbers.Count, (await store.ScanAllAsync()).Count);
        Assert.True(await store.Maintenance.CompactAsync());

        Assert.Equal(numbers.Count, (await store.ScanAllAsync()).Count);
        foreach (var number in numbers)
        {
            Assert.Equal($"{number} {Pad}", await store.GetAsync(number));
        }
    }

    // FASTER finds a record by the low bits of its key's hash and a tag of the highest.
    private static unsafe List<int> NumbersThatCollide(long buckets)
    {
        const int TagShift = 50;
        var comparer = new SpanByteComparer();
        var places = new Dictionary<(long, ulong), List<int>>();
        for (var number = 0; number < 1_000_000; number++)
        {
            // The first table has number 1.
            byte[] key = [1, 0, .. TestStores.Key(number)];
            fixed (byte* bytes = key)
            {
                var span = SpanByte.FromPointer(bytes, key.Length);
                var hash = comparer.GetHashCode64(ref span);
                var place = (hash & (buckets - 1), (ulong)hash >> TagShift);
                CollectionsMarshal.GetValueRefOrAddDefault(places, place, out _) ??= [];
                places[place].Add(number);
            }
        }

        return [.. places.Values.Where(numbers => numbers.Count > 1).SelectMany(each => each)];
    }

    [Fact]
    public async Task A_split_that_was_left_in_the_middle_goes_after_two_compactions()
    {
        await using var store = await FillAsync();
        await KeysAsync(store, 0, keysOnly: true);
        Assert.Equal(1, store.Engine.Splits.Count);

        await store.Maintenance.CompactAsync();
        await store.Maintenance.CompactAsync();

        Assert.Equal(0, store.Engine.Splits.Count);
        Assert.Empty(Directory.EnumerateFileSystemEntries(store.Engine.Layout.ScanRoot));
    }

    /// <summary>A reader may have gone for good without saying so.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Closing_ends_a_scan_that_is_under_way_and_waits_for_no_reader(int partitions)
    {
        var store = await FillAsync();
        await using var reader = store.ScanAsync(
            TestStores.Table, 0, partitions, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());

        await store.DisposeAsync();

        await Assert.ThrowsAsync<StoreFaultedException>(async () =>
        {
            // What was on its way already still comes.
            while (await reader.MoveNextAsync())
            {
                Assert.NotEmpty(reader.Current.Key.Text());
            }
        });
        await using var again = await TestStores.OpenAsync(_directory.Path);
        Assert.Equal(Records, (await again.ScanAllAsync()).Count);
    }

    private Task<EmbeddedStore> FillAsync() => FillAsync(TestStores.Options(_directory.Path));

    /// <summary>A store that reads its disk for nobody but who scans it.</summary>
    private Task<EmbeddedStore> FillWithoutMaintenanceAsync() =>
        FillAsync(TestStores.Options(_directory.Path) with
        {
            CheckpointEveryBytes = 1 << 30,
            CompactFromBytes = 1 << 30,
        });

    private static async Task<EmbeddedStore> FillAsync(EmbeddedStoreOptions options)
    {
        var store = await EmbeddedStore.OpenAsync(options);
        store.Engine.SplitFromBytes = 0;
        await WriteAllAsync(store, 1);
        return store;
    }

    private static Task WriteAllAsync(EmbeddedStore store, int first) =>
        Task.WhenAll(Enumerable.Range(first, Records).Select(
            number => store.PutAsync(number, $"{number} {Pad}").AsTask()));

    /// <summary>Removed keys are noted as negative numbers, others that changed as they are.
    /// </summary>
    private static async Task DisturbAsync(
        EmbeddedStore store, Random random, HashSet<int> touched)
    {
        for (var change = 0; change < 200; change++)
        {
            var number = random.Next(1, Records);
            if (random.Next(3) == 0)
            {
                await store.RemoveAsync(number);
                touched.Add(-number);
            }
            else if (!touched.Contains(-number))
            {
                await store.PutAsync(number, $"{number} again {Pad}");
            }
        }

        await (random.Next(3) switch
        {
            0 => store.Maintenance.CheckpointAsync(),
            1 => store.Maintenance.CompactAsync(),
            _ => Task.CompletedTask,
        });
    }

    private static async Task<List<int>> KeysAsync(
        EmbeddedStore store, int partition, bool keysOnly)
    {
        if (!keysOnly)
        {
            return [.. (await store.ScanAllAsync(partition, Partitions))
                .Select(record => NumberOf(record.Key.Text()))];
        }

        var keys = new List<int>();
        await foreach (var key in store.ScanKeysAsync(
            TestStores.Table, partition, Partitions, CancellationToken.None))
        {
            keys.Add(NumberOf(key.Text()));
        }

        return keys;
    }

    private static int NumberOf(string key) =>
        int.Parse(key.AsSpan(key.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);
}
