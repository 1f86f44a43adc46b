using System.Threading.Channels;
using Krewe.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Providers.Streams.Common;
using Orleans.Runtime;
using Orleans.Streams;

namespace Krewe.Engine.Tests.Embedded;

public sealed class HistoryTests
{
    [Fact]
    public async Task A_place_that_is_no_longer_held_is_told_and_what_is_held_follows()
    {
        await using var host = await SiloHost.StartAsync(silo =>
        {
            silo.AddMemoryStreams("main");
            silo.Configure<EmbeddedEngineOptions>(options => options.StreamHistoryBytesMax = 640);
        });
        var stream = host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("any", "a"));
        var first = new Record();
        await stream.SubscribeAsync(first);
        for (var i = 0; i < 50; i++)
        {
            await stream.OnNextAsync(i);
        }
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"{i}", await first.Heard.Reader.ReadAsync());
        }
        var late = new Record();
        await stream.SubscribeAsync(late, new EventSequenceTokenV2(0));
        Assert.Equal(nameof(QueueCacheMissException), await late.Heard.Reader.ReadAsync());
        var oldest = await late.Heard.Reader.ReadAsync();
        Assert.True(oldest is "40" or "41", oldest);
    }

    [Fact]
    public void The_history_keeps_no_more_bytes_than_it_may()
    {
        var history = new StreamHistory(1_000);
        for (var i = 0; i < 100; i++)
        {
            var id = StreamId.Create("any", $"{i % 7}");
            history.Add(id, new StreamRecord(i, [new StreamItem(i, i, default)], 90));
            Assert.InRange(history.Bytes, 90, 1_000);
        }
        Assert.Empty(history.Read(StreamId.Create("any", "0"), 0, 50).Items);
        Assert.Single(history.Read(StreamId.Create("any", "1"), 99, 100).Items);
    }

    private sealed class Record : IAsyncObserver<int>
    {
        internal Channel<string> Heard { get; } = Channel.CreateUnbounded<string>();

        public Task OnNextAsync(int item, StreamSequenceToken? token = null) => Note($"{item}");

        public Task OnCompletedAsync() => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Note(ex.GetType().Name);

        private Task Note(string what)
        {
            Heard.Writer.TryWrite(what);
            return Task.CompletedTask;
        }
    }
}
