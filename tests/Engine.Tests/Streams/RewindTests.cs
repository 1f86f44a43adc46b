using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Krewe.Engine.Tests.Streams;

/// <summary>Where grains that remember their place go on, and what they got.</summary>
public sealed class Bookmark
{
    public StreamSequenceToken? Token { get; set; }

    public Channel<(int Item, StreamSequenceToken Token)> Read { get; } =
        Channel.CreateUnbounded<(int, StreamSequenceToken)>();

    public async Task<(int Item, StreamSequenceToken Token)[]> TakeAsync(int count)
    {
        var items = new (int, StreamSequenceToken)[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = await Read.Reader.ReadAsync();
        }
        return items;
    }
}

public interface IReaderGrain : IGrainWithStringKey
{
    Task CloseBook();
}

/// <summary>Goes on, when it is activated, where the bookmark is.</summary>
[ImplicitStreamSubscription("books")]
internal sealed class ReaderGrain(Bookmark bookmark)
    : Grain, IReaderGrain, IStreamSubscriptionObserver
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<int>().ResumeAsync(
            (item, token) =>
            {
                bookmark.Read.Writer.TryWrite((item, token));
                return Task.CompletedTask;
            },
            bookmark.Token);

    public Task CloseBook()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class RewindTests
{
    [Fact]
    public async Task A_grain_that_comes_back_goes_on_at_its_token()
    {
        var bookmark = new Bookmark();
        await using var host = await StartAsync(bookmark);
        var stream = Stream(host, "a");
        Assert.True(stream.IsRewindable);
        await stream.OnNextBatchAsync([1, 2, 3, 4]);
        var read = await bookmark.TakeAsync(4);
        bookmark.Token = read[2].Token;
        await host.Grains.GetGrain<IReaderGrain>("a").CloseBook();
        await stream.OnNextAsync(5);
        var again = await bookmark.TakeAsync(3);
        Assert.Equal([3, 4, 5], again.Select(each => each.Item));
        Assert.Equal(bookmark.Token, again[0].Token);
    }

    [Fact]
    public async Task A_later_subscriber_may_begin_at_an_earlier_token()
    {
        var bookmark = new Bookmark();
        await using var host = await StartAsync(bookmark);
        var stream = Stream(host, "a");
        await stream.OnNextBatchAsync(Enumerable.Range(0, 10));
        var read = await bookmark.TakeAsync(10);
        var late = Channel.CreateUnbounded<int>();
        var handle = await stream.SubscribeAsync(new Into(late.Writer), read[7].Token);
        await AssertReadsAsync(late, 7, 8, 9);
        await stream.OnNextAsync(10);
        await AssertReadsAsync(late, 10);
        await handle.ResumeAsync(new Into(late.Writer), read[9].Token);
        await AssertReadsAsync(late, 9, 10);
        await stream.OnNextAsync(11);
        await AssertReadsAsync(late, 11);
    }

    [Fact]
    public async Task Tokens_grow_with_every_item()
    {
        var bookmark = new Bookmark();
        await using var host = await StartAsync(bookmark);
        for (var i = 0; i < 20; i++)
        {
            await Stream(host, "a").OnNextAsync(i);
        }
        var read = await bookmark.TakeAsync(20);
        Assert.All(
            read.Zip(read.Skip(1)),
            pair => Assert.True(pair.First.Token.CompareTo(pair.Second.Token) < 0));
    }

    private static async Task AssertReadsAsync(Channel<int> from, params int[] expected)
    {
        foreach (var each in expected)
        {
            Assert.Equal(each, await from.Reader.ReadAsync());
        }
    }

    private static IAsyncStream<int> Stream(SiloHost host, string key) =>
        host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("books", key));

    private static Task<SiloHost> StartAsync(Bookmark bookmark) => SiloHost.StartAsync(silo =>
    {
        silo.AddMemoryStreams("main").AddMemoryGrainStorage("PubSubStore");
        silo.Services.AddSingleton(bookmark);
    });

    private sealed class Into(ChannelWriter<int> writer) : IAsyncObserver<int>
    {
        public Task OnNextAsync(int item, StreamSequenceToken? token = null)
        {
            writer.TryWrite(item);
            return Task.CompletedTask;
        }

        public Task OnCompletedAsync() => Task.CompletedTask;

        public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
    }
}
