using System.Diagnostics.Metrics;
using Krewe.Embedded;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>Bounds that writers wait at.</summary>
public sealed class BackPressureTests : IDisposable
{
    private const int Records = 2_000;

    /// <summary>More than any bound here.</summary>
    private const int WritesMax = 10_000;

    private static readonly string Pad = new('x', 20_000);
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Writers_wait_while_compaction_is_behind_and_go_on_after_it()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        using var reads = new Latch();
        store.Engine.State.Device.BeforeRead = _ => reads.Pass();
        using var waits = new MetricSum("store.compaction.waits");
        var last = await WriteUntilFullAsync(store);
        var engine = store.Engine;
        Assert.InRange(
            engine.Room.UsedBytes,
            engine.Room.BytesMax,
            engine.Room.BytesMax + engine.Layout.InFlightBytesMax);

        using var impatient = new CancellationTokenSource();
        var cancelled = store.WriteAsync(
            [new DurableWrite(TestStores.Table, TestStores.Key(1), TestStores.Bytes("late"))],
            impatient.Token).AsTask();
        var waiting = store.PutAsync(2, "waited").AsTask();
        await impatient.CancelAsync();
        await Task.WhenAny(cancelled);
        Assert.True(cancelled.IsCanceled);
        Assert.False(waiting.IsCompleted);
        Assert.InRange(waits.Value, 2, long.MaxValue);

        reads.Open();
        await Task.WhenAll(last, waiting);
        Assert.Equal("waited", await store.GetAsync(2));
        Assert.Null(store.Maintenance.LastFault);
    }

    [Fact]
    public async Task Closing_lets_go_of_the_writers_that_wait_for_compaction()
    {
        var store = await TestStores.OpenAsync(_directory.Path);
        using var reads = new Latch();
        store.Engine.State.Device.BeforeRead = _ => reads.Pass();
        var last = await WriteUntilFullAsync(store);
        var waiting = store.PutAsync(2, "late").AsTask();

        var closing = store.DisposeAsync();
        reads.Open();
        await closing;

        await Task.WhenAny(last);
        await Task.WhenAny(waiting);
        await using var again = await TestStores.OpenAsync(_directory.Path);
        if (waiting.IsCompletedSuccessfully)
        {
            Assert.Equal("late", await again.GetAsync(2));
        }
        else
        {
            Assert.IsType<StoreFaultedException>(waiting.Exception?.InnerException);
        }
    }

    /// <summary>Its reader may write before it reads on, so that waiting would never end.</summary>
    [Fact]
    public async Task Writers_never_wait_while_a_scan_keeps_compaction_from_starting()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        await Task.WhenAll(Enumerable.Range(0, 2 * Records).Select(
            number => store.PutAsync(number, "more than a scan reads ahead").AsTask()));
        await using var reader = store.ScanAsync(
            TestStores.Table, 0, 1, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());

        await WriteAsync(store, Records);
        Assert.True(store.Engine.Scans.IsScanning);

        Assert.InRange(store.Engine.Room.UsedBytes, store.Engine.Room.BytesMax, long.MaxValue);
    }

    [Fact]
    public async Task What_lives_is_known_after_a_restart()
    {
        await using (var store = await TestStores.OpenAsync(_directory.Path))
        {
            await WriteAsync(store, Records);
            await store.Maintenance.CompactAsync();
        }

        await using var again = await TestStores.OpenAsync(_directory.Path);

        Assert.InRange(again.Engine.Room.BytesMax, 3L * Records * Pad.Length, long.MaxValue);
        Assert.False(again.Engine.Room.IsCompactionDue);
    }

    [Fact]
    public async Task A_write_waits_while_the_queue_is_full_and_leaves_it_when_cancelled()
    {
        await using var store = await TestStores.OpenAsync(_directory.Path);
        await store.PutAsync(0, "the table is known");
        using var disk = new Latch();
        using var waits = new MetricSum("store.queue.waits");
        store.Engine.Log.Device.BeforeWrite = _ => disk.Pass();
        var room = store.Engine.Layout.InFlightBytesMax;
        var writes = new List<Task>();
        for (var bytes = 0L; bytes <= room; bytes += Pad.Length)
        {
            writes.Add(store.PutAsync(writes.Count, Pad).AsTask());
        }

        using var impatient = new CancellationTokenSource();
        var cancelled = store.WriteAsync(
            [new DurableWrite(TestStores.Table, TestStores.Key(-1), TestStores.Bytes("late"))],
            impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Task.WhenAny(cancelled);
        Assert.True(cancelled.IsCanceled);
        Assert.True(writes.TrueForAll(write => !write.IsCompleted));
        Assert.InRange(waits.Value, 2, long.MaxValue);

        disk.Open();
        await Task.WhenAll(writes);
        Assert.Null(await store.GetAsync(-1));
        Assert.Equal(Pad, await store.GetAsync(writes.Count - 1));
    }

    // Returns the last write, which may be the first to wait.
    private static async Task<Task> WriteUntilFullAsync(EmbeddedStore store)
    {
        var last = Task.CompletedTask;
        for (var write = 0; store.Engine.Room.IsOpen; write++)
        {
            Assert.True(write < WritesMax, "Nothing made the writers wait.");
            last = store.PutAsync(write, Pad).AsTask();
            while (!last.IsCompleted && store.Engine.Room.IsOpen)
            {
                await Task.Yield();
            }
        }

        return last;
    }

    private static Task WriteAsync(EmbeddedStore store, int records) =>
        Task.WhenAll(Enumerable.Range(0, records).Select(
            number => store.PutAsync(number, Pad).AsTask()));

    /// <summary>Adds up what a counter of the store counts, of all stores in the process.</summary>
    private sealed class MetricSum : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _value;

        public MetricSum(string name)
        {
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>(
                (_, count, _, _) => Interlocked.Add(ref _value, count));
            _listener.Start();
        }

        public long Value => Interlocked.Read(ref _value);

        public void Dispose() => _listener.Dispose();
    }
}
