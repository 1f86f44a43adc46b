using System.Buffers;
using System.Buffers.Binary;
using Krewe.Embedded;
using Krewe.Engine.Tests.Streams;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Engine.Tests.Embedded;

internal sealed class NumberCodec : IItemCodec<int>
{
    public void Write(int item, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), item);
        output.Advance(4);
    }

    public int Read(ReadOnlySpan<byte> item) => BinaryPrimitives.ReadInt32LittleEndian(item);
}

public sealed class DurableStreamTests
{
    [Fact]
    public async Task A_missing_codec_is_told_when_the_stream_is_first_used()
    {
        await using var host = await SiloHost.StartAsync(silo =>
        {
            silo.AddEmbeddedStreams("main");
            silo.Services.AddSingleton<IDurableStore>(new InMemoryDurableStore());
        });
        var thrown = Assert.Throws<OrleansConfigurationException>(() => Numbers(host, "a"));
        Assert.Contains("IItemCodec", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_not_delivered_is_delivered_after_a_restart_in_order()
    {
        var store = new InMemoryDurableStore();
        var failing = new Inbox();
        failing.FailNext(int.MaxValue);
        await using (var host = await StartAsync(store, failing))
        {
            await Numbers(host, "a").OnNextBatchAsync(Enumerable.Range(0, 50));
            await Numbers(host, "a").OnNextAsync(50);
            await failing.FailedOnce.Task;
        }
        var inbox = new Inbox();
        await using (var host = await StartAsync(store, inbox))
        {
            Assert.Equal(Enumerable.Range(0, 51), await inbox.ReadAsync("a", 51));
            await Numbers(host, "a").OnNextAsync(51);
            Assert.Equal([51], await inbox.ReadAsync("a", 1));
        }
    }

    [Fact]
    public async Task What_exceeds_memory_stays_in_the_store_until_its_turn()
    {
        var inbox = new Inbox();
        inbox.FailNext(3);
        await using var host = await StartAsync(
            new InMemoryDurableStore(),
            inbox,
            options => options.StreamBytesMax = 2_000);
        var stream = Numbers(host, "a");
        for (var i = 0; i < 200; i++)
        {
            await stream.OnNextBatchAsync([2 * i, (2 * i) + 1]);
        }
        Assert.Equal(Enumerable.Range(0, 400), await inbox.ReadAsync("a", 400));
    }

    private static IAsyncStream<int> Numbers(SiloHost host, string key) =>
        host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("numbers", key));

    private static Task<SiloHost> StartAsync(
        InMemoryDurableStore store, Inbox inbox, Action<EmbeddedEngineOptions>? configure = null) =>
        SiloHost.StartAsync(silo =>
        {
            silo.AddEmbeddedStreams("main");
            silo.Services.AddSingleton<IDurableStore>(store);
            silo.Services.AddSingleton<IItemCodec<int>, NumberCodec>();
            silo.Services.AddSingleton(inbox);
            silo.Configure(configure ?? (static _ => { }));
        });
}
