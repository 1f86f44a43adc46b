using Krewe.Embedded;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>What every <see cref="IDurableStore"/> does, whatever it is built on.</summary>
public abstract class DurableStoreContract : IAsyncLifetime
{
    private const string Table = TestStores.Table;

    protected IDurableStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task A_key_without_bytes_or_beyond_the_limit_is_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync([]));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => WriteAsync(new byte[1025]));
        await WriteAsync(new byte[1024]);

        async Task WriteAsync(byte[] key) => await Store.WriteAsync(
            [new DurableWrite(Table, key, new byte[1])], CancellationToken.None);
    }

    [Fact]
    public async Task A_value_beyond_the_limit_is_refused_and_nothing_is_written()
    {
        var write = new DurableWrite(Table, TestStores.Key(1), new byte[(64 << 20) + 1]);
        var fine = new DurableWrite(Table, TestStores.Key(2), new byte[1]);

        await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await Store.WriteAsync([fine, write], CancellationToken.None));

        Assert.Null(await Store.GetAsync(2));
    }

    [Fact]
    public async Task A_cancelled_caller_is_told_so_before_anything_happens()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Store.WriteAsync(
            [new DurableWrite(Table, TestStores.Key(1), new byte[1])], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.ReadAsync(Table, TestStores.Key(1), cancelled));

        Assert.Null(await Store.GetAsync(1));
    }

    [Fact]
    public async Task A_read_finds_nothing_where_nothing_was_written()
    {
        Assert.Null(await Store.GetAsync(1));
        await Store.PutAsync(1, "one");
        Assert.Null(await Store.GetAsync(2));
        Assert.Null(await Store.ReadAsync("other", TestStores.Key(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_read_finds_the_last_write_and_nothing_after_a_removal()
    {
        await Store.PutAsync(1, "one");
        await Store.PutAsync(1, "a longer value than the first one was, by far");
        Assert.Equal("a longer value than the first one was, by far", await Store.GetAsync(1));
        await Store.PutAsync(1, "");
        Assert.Equal("", await Store.GetAsync(1));
        await Store.RemoveAsync(1);
        Assert.Null(await Store.GetAsync(1));
        await Store.PutAsync(1, "again");
        Assert.Equal("again", await Store.GetAsync(1));
    }

    [Fact]
    public async Task A_batch_applies_its_changes_in_order_over_tables()
    {
        var key = TestStores.Key(1);
        await Store.WriteAsync(
            [
                new DurableWrite("a", key, TestStores.Bytes("first")),
                new DurableWrite("b", key, TestStores.Bytes("other table")),
                new DurableWrite("a", key, Value: null),
                new DurableWrite("a", key, TestStores.Bytes("last")),
            ],
            CancellationToken.None);

        var a = await Store.ReadAsync("a", key, CancellationToken.None);
        var b = await Store.ReadAsync("b", key, CancellationToken.None);
        Assert.Equal("last", a?.Text());
        Assert.Equal("other table", b?.Text());
    }

    [Fact]
    public async Task A_value_belongs_to_its_receiver_and_a_written_one_to_its_writer()
    {
        var given = TestStores.Bytes("one");
        await Store.PutAsync(1, given);
        given[0] = (byte)'?';
        var first = await Store.ReadAsync(Table, TestStores.Key(1), CancellationToken.None);
        await Store.PutAsync(1, "two");

        Assert.Equal("one", first?.Text());
    }

    [Theory]
    [InlineData(1 << 18)]
    [InlineData((1 << 18) + 1)]
    [InlineData(5_000_000)]
    [InlineData(64 << 20)]
    public async Task A_large_value_comes_back_as_it_went(int lengthBytes)
    {
        var value = new byte[lengthBytes];
        new Random(lengthBytes).NextBytes(value);
        await Store.PutAsync(1, value);

        var read = await Store.ReadAsync(Table, TestStores.Key(1), CancellationToken.None);
        var scanned = Assert.Single(await Store.ScanAllAsync());

        Assert.True(read!.Value.Span.SequenceEqual(value));
        Assert.True(scanned.Value.Span.SequenceEqual(value));
        await Store.PutAsync(1, "small again");
        Assert.Equal("small again", await Store.GetAsync(1));
    }

    [Fact]
    public async Task A_scan_gives_every_record_of_its_table_once_over_its_partitions()
    {
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(
            number => Store.PutAsync(number, $"value {number}").AsTask()));
        await Task.WhenAll(Enumerable.Range(0, 500).Select(
            number => Store.PutAsync(number, $"newer {number}").AsTask()));
        await Store.RemoveAsync(7);
        await Store.WriteAsync(
            [new DurableWrite("other", TestStores.Key(1), new byte[1])], CancellationToken.None);

        var found = new List<DurableRecord>();
        for (var partition = 0; partition < 5; partition++)
        {
            found.AddRange(await Store.ScanAllAsync(partition, partitions: 5));
        }

        var expected = Enumerable.Range(0, 2_000).Where(number => number != 7)
            .Select(number => $"profile/{number}={(number < 500 ? "newer" : "value")} {number}");
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            found.Select(record => $"{record.Key.Text()}={record.Value.Text()}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_scan_of_an_unknown_table_or_a_wrong_partition_finds_nothing_or_refuses()
    {
        Assert.Empty(await Store.ScanAllAsync(table: "unknown"));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ScanAllAsync(2, 2));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.ScanAllAsync(0, 0));
    }

    [Fact]
    public async Task A_scan_may_be_left_before_its_end()
    {
        await Task.WhenAll(Enumerable.Range(0, 3_000).Select(
            number => Store.PutAsync(number, $"value {number}").AsTask()));

        await foreach (var record in Store.ScanAsync(Table, 0, 1, CancellationToken.None))
        {
            Assert.False(record.Key.IsEmpty);
            break;
        }

        await Store.PutAsync(1, "still writable");
        Assert.Equal(3_000, (await Store.ScanAllAsync()).Count);
    }

    /// <summary>
    /// Goal: a scan sees what existed when it began, once, whatever is written meanwhile.
    /// Method: overwrite, add and remove between every few records that the scan gives.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_scan_misses_and_repeats_nothing_while_writes_go_on(int seed)
    {
        const int Records = 3_000;
        var random = new Random(seed);
        await Task.WhenAll(Enumerable.Range(0, Records).Select(
            number => Store.PutAsync(number, $"{number}").AsTask()));
        var removed = new HashSet<string>(StringComparer.Ordinal);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);

        await foreach (var record in Store.ScanAsync(Table, 0, 1, CancellationToken.None))
        {
            var key = record.Key.Text();
            Assert.True(seen.TryAdd(key, record.Value.Text()), $"seed {seed}: {key} came twice");
            var number = random.Next(Records);
            var pad = new string('x', random.Next(200));
            await (random.Next(10) switch
            {
                0 when removed.Add($"profile/{number}") => Store.RemoveAsync(number),
                < 3 => Store.PutAsync(Records + number, "added"),
                _ when removed.Contains($"profile/{number}") => ValueTask.CompletedTask,
                _ => Store.PutAsync(number, $"{number} {pad}"),
            });
        }

        for (var number = 0; number < Records; number++)
        {
            var key = $"profile/{number}";
            Assert.True(
                removed.Contains(key) || seen.ContainsKey(key), $"seed {seed}: {key} was missed");
            Assert.True(
                !seen.TryGetValue(key, out var value)
                || string.Equals(value.Split(' ')[0], $"{number}", StringComparison.Ordinal),
                $"seed {seed}: {key} has the value of another");
        }
    }

    /// <summary>A write and a read of one key from many callers at once.</summary>
    [Fact]
    public async Task Callers_at_once_each_find_their_own_last_write()
    {
        await Task.WhenAll(Enumerable.Range(0, 64).Select(caller => Task.Run(async () =>
        {
            for (var round = 0; round < 50; round++)
            {
                await Store.PutAsync(caller, $"{caller}/{round}");
                Assert.Equal($"{caller}/{round}", await Store.GetAsync(caller));
            }
        })));
    }

    protected abstract Task<IDurableStore> OpenAsync();
}

#pragma warning disable CA1001 // DisposeAsync is called by the runner.
public sealed class EmbeddedStoreContractTests : DurableStoreContract
{
    private readonly TempDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await ((EmbeddedStore)Store).DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<IDurableStore> OpenAsync() =>
        await TestStores.OpenAsync(_directory.Path);
}

/// <summary>The same, where partitions are found by a split from the first record on.</summary>
public sealed class EmbeddedStoreSplitContractTests : DurableStoreContract
{
    private readonly TempDirectory _directory = new();

    public override async Task DisposeAsync()
    {
        await ((EmbeddedStore)Store).DisposeAsync();
        _directory.Dispose();
    }

    protected override async Task<IDurableStore> OpenAsync()
    {
        var store = await TestStores.OpenAsync(_directory.Path);
        store.Engine.SplitFromBytes = 0;
        return store;
    }
}
