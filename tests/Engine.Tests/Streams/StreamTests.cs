using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Streams;
using Orleans.Streams.Core;

namespace Krewe.Engine.Tests.Streams;

/// <summary>What the receiving grains got, and whether they fail.</summary>
public sealed class Inbox
{
    private int _failures;

    public Channel<(string Key, int[] Items)> Received { get; } =
        Channel.CreateUnbounded<(string, int[])>();

    public TaskCompletionSource FailedOnce { get; } = new();

    public void FailNext(int times) => _failures = times;

    public void Take(string key, int[] items)
    {
        if (_failures > 0)
        {
            _failures--;
            FailedOnce.TrySetResult();
            throw new IOException("not now");
        }
        Received.Writer.TryWrite((key, items));
    }

    public async Task<IReadOnlyList<int>> ReadAsync(string key, int count)
    {
        var items = new List<int>();
        while (items.Count < count)
        {
            var (from, batch) = await Received.Reader.ReadAsync();
            Assert.Equal(key, from);
            items.AddRange(batch);
        }
        return items;
    }
}

public interface IReceiverGrain : IGrainWithStringKey;

[ImplicitStreamSubscription("numbers")]
internal sealed class ReceiverGrain(Inbox inbox)
    : Grain, IReceiverGrain, IStreamSubscriptionObserver, IAsyncBatchObserver<int>
{
    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        handleFactory.Create<int>().ResumeAsync(this);

    public Task OnNextAsync(IList<SequentialItem<int>> items)
    {
        inbox.Take(this.GetPrimaryKeyString(), [.. items.Select(each => each.Item)]);
        return Task.CompletedTask;
    }

    public Task OnCompletedAsync() => Task.CompletedTask;

    public Task OnErrorAsync(Exception ex) => Task.CompletedTask;
}

public interface ISubscriberGrain : IGrainWithStringKey
{
    Task Subscribe(string key);

    Task Unsubscribe(string key);
}

internal sealed class SubscriberGrain(Inbox inbox) : Grain, ISubscriberGrain
{
    public Task Subscribe(string key) => Stream(key).SubscribeAsync((item, _) =>
    {
        inbox.Take(key, [item]);
        return Task.CompletedTask;
    });

    public async Task Unsubscribe(string key)
    {
        foreach (var handle in await Stream(key).GetAllSubscriptionHandles())
        {
            await handle.UnsubscribeAsync();
        }
    }

    private IAsyncStream<int> Stream(string key) =>
        this.GetStreamProvider("main").GetStream<int>(StreamId.Create("explicit", key));
}

public sealed class StreamTests
{
    [Fact]
    public async Task A_failing_receiver_gets_its_items_again_in_order()
    {
        var inbox = new Inbox();
        await using var host = await StartAsync(inbox);
        inbox.FailNext(2);
        var stream = Numbers(host, "a");
        await stream.OnNextBatchAsync([1, 2, 3]);
        await stream.OnNextAsync(4);
        Assert.Equal([1, 2, 3, 4], await inbox.ReadAsync("a", 4));
    }

    [Fact]
    public async Task An_implicit_subscriber_receives_the_stream_of_its_key()
    {
        var inbox = new Inbox();
        await using var host = await StartAsync(inbox);
        var stream = Numbers(host, "a");
        for (var i = 0; i < 100; i++)
        {
            await stream.OnNextAsync(i);
        }
        Assert.Equal(Enumerable.Range(0, 100), await inbox.ReadAsync("a", 100));
    }

    [Fact]
    public async Task An_explicit_subscriber_receives_until_it_unsubscribes()
    {
        var inbox = new Inbox();
        await using var host = await StartAsync(inbox);
        var subscriber = host.Grains.GetGrain<ISubscriberGrain>("s");
        var stream = host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("explicit", "k"));
        await subscriber.Subscribe("k");
        await stream.OnNextAsync(1);
        Assert.Equal([1], await inbox.ReadAsync("k", 1));
        await subscriber.Unsubscribe("k");
        var outside = new TaskCompletionSource<int>();
        await stream.SubscribeAsync((item, _) =>
        {
            outside.TrySetResult(item);
            return Task.CompletedTask;
        });
        await stream.OnNextAsync(2);
        Assert.Equal(2, await outside.Task);
        Assert.False(inbox.Received.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_stream_is_the_same_by_its_id_and_by_its_parts()
    {
        await using var host = await StartAsync(new Inbox());
        var streams = host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main");
        var id = new Guid("52d35f14-4a52-4b5e-9f6a-0a5b0c3a9f11");
        Assert.Equal(StreamId.Create("a", id), streams.GetStream<int>("a", id).StreamId);
        Assert.Equal(StreamId.Create("a", 5L), streams.GetStream<int>("a", 5L).StreamId);
        Assert.Equal(StreamId.Create("a", "b"), streams.GetStream<int>("a", "b").StreamId);
        Assert.Equal(StreamId.Create(null, id), streams.GetStream<int>(id).StreamId);
        Assert.Equal(StreamId.Create(null, 5L), streams.GetStream<int>(5L).StreamId);
        Assert.Equal(StreamId.Create(null, "b"), streams.GetStream<int>("b").StreamId);
    }

    [Fact]
    public async Task A_subscriber_that_keeps_failing_holds_up_nobody_else()
    {
        await using var host = await StartAsync(new Inbox());
        var stream = host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("explicit", "k"));
        var isBroken = true;
        var late = Channel.CreateUnbounded<int>();
        await stream.SubscribeAsync((item, _) =>
        {
            late.Writer.TryWrite(isBroken ? throw new IOException("not now") : item);
            return Task.CompletedTask;
        });
        var well = Channel.CreateUnbounded<int>();
        await stream.SubscribeAsync((item, _) =>
        {
            well.Writer.TryWrite(item);
            return Task.CompletedTask;
        });
        for (var i = 0; i < 10; i++)
        {
            await stream.OnNextAsync(i);
            Assert.Equal(i, await well.Reader.ReadAsync());
        }
        Assert.False(late.Reader.TryPeek(out _));
        isBroken = false;
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(i, await late.Reader.ReadAsync());
        }
    }

    private static IAsyncStream<int> Numbers(SiloHost host, string key) =>
        host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("numbers", key));

    private static Task<SiloHost> StartAsync(Inbox inbox) => SiloHost.StartAsync(silo =>
    {
        silo.AddMemoryStreams("main").AddMemoryGrainStorage("PubSubStore");
        silo.Services.AddSingleton(inbox);
    });
}
