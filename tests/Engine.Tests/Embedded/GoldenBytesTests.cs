using System.Text;
using Krewe.Embedded;
using Krewe.Engine.Tests.Streams;
using Krewe.Engine.Tests.Timers;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>
/// Goal: what the engine has stored is read by every later version of it.
/// Method: store one of each and compare with the bytes that were agreed. Bytes that change need
/// another version number and a reader for the old one.
/// </summary>
public sealed class GoldenBytesTests
{
    private const string Grain = "636C6F636B2F612F62"; // clock/a/b

    private static readonly DateTimeOffset Begin = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_reminder_is_stored_as_agreed()
    {
        var store = new InMemoryDurableStore();
        await using var host = await SiloHost.StartAsync(
            silo =>
            {
                silo.UseEmbeddedReminders();
                silo.Services.AddSingleton<IDurableStore>(store);
                silo.Services.AddSingleton(new Bell());
            },
            new ManualTimeProvider(Begin));
        await host.Grains.GetGrain<IClockGrain>("a/b").Remind("wake");
        var (key, value) = await OnlyAsync(store, "reminders");
        Assert.Equal(Grain + "00" + "77616B65", key);
        // 1 March 2026, 12:05 UTC, and ten minutes, in ticks.
        Assert.Equal("01" + "007E5CC38A77DE08" + "00BCA06501000000", value);
    }

    [Fact]
    public async Task A_batch_of_a_stream_is_stored_as_agreed()
    {
        var store = new InMemoryDurableStore();
        var inbox = new Inbox();
        inbox.FailNext(int.MaxValue);
        await using var host = await StreamHostAsync(store, inbox);
        await Stream(host, "numbers").OnNextBatchAsync([1, -1]);
        var (key, value) = await OnlyAsync(store, "stream.main");
        // The place is the clock's, in ticks, big endian.
        Assert.Equal("0700" + "6E756D62657273" + "6B" + "08DE778A108C2000", key);
        Assert.Equal(
            "01" + "02000000" + "04000000" + "04000000" + "01000000" + "FFFFFFFF", value);
    }

    [Fact]
    public async Task A_subscription_is_stored_as_agreed_and_found_again()
    {
        var store = new InMemoryDurableStore();
        await using (var host = await StreamHostAsync(store, new Inbox()))
        {
            await host.Grains.GetGrain<ISubscriberGrain>("s").Subscribe("k");
        }
        var (key, value) = await OnlyAsync(store, "subscriptions.main");
        Assert.Equal("0800" + "6578706C69636974" + "6B", key);
        // The id, of 16 bytes, is of chance.
        Assert.Equal("01" + "01000000", value[..10]);
        Assert.Equal(
            "0C000000" + Convert.ToHexString(Encoding.UTF8.GetBytes("subscriber/s")), value[42..]);
        await using (var host = await StreamHostAsync(store, new Inbox()))
        {
            await host.Grains.GetGrain<ISubscriberGrain>("s").Unsubscribe("k");
        }
        Assert.Equal(0, store.Count);
    }

    [Fact]
    public async Task Bytes_of_a_later_version_are_refused()
    {
        var store = new InMemoryDurableStore();
        await store.WriteAsync(
            [new DurableWrite("stream.main", new byte[11], new byte[] { 2, 0, 0, 0, 0 })],
            CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(() => StreamHostAsync(store, new Inbox()));
    }

    private static IAsyncStream<int> Stream(SiloHost host, string space) =>
        host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create(space, "k"));

    private static async Task<(string Key, string Value)> OnlyAsync(
        InMemoryDurableStore store, string table)
    {
        var found = new List<(string, string)>();
        await foreach (var each in store.ScanAsync(table, 0, 1, CancellationToken.None))
        {
            found.Add((Convert.ToHexString(each.Key.Span), Convert.ToHexString(each.Value.Span)));
        }
        return Assert.Single(found);
    }

    private static Task<SiloHost> StreamHostAsync(InMemoryDurableStore store, Inbox inbox) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.AddEmbeddedStreams("main");
                silo.Services.AddSingleton<IDurableStore>(store);
                silo.Services.AddSingleton<IItemCodec<int>, NumberCodec>();
                silo.Services.AddSingleton(inbox);
            },
            new ManualTimeProvider(Begin));
}
