using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.BroadcastChannel;
using Orleans.Hosting;

namespace Krewe.Engine.Tests.Channels;

/// <summary>What the listening grains heard.</summary>
public sealed class Ear
{
    public Channel<string> Heard { get; } = Channel.CreateUnbounded<string>();

    public async Task<string[]> HearAsync(int count)
    {
        var all = new string[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = await Heard.Reader.ReadAsync();
        }
        return all;
    }
}

public interface IListenerGrain : IGrainWithStringKey;

[ImplicitChannelSubscription("news")]
internal sealed class ListenerGrain(Ear ear) : Grain, IListenerGrain, IOnBroadcastChannelSubscribed
{
    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription) =>
        streamSubscription.Attach<int>(
            item =>
            {
                if (item < 0)
                {
                    throw new InvalidTimeZoneException("bad news");
                }
                ear.Heard.Writer.TryWrite($"{this.GetPrimaryKeyString()} {item}");
                return Task.CompletedTask;
            },
            fault =>
            {
                ear.Heard.Writer.TryWrite(fault.GetType().Name);
                return Task.CompletedTask;
            });
}

public interface IPatternListenerGrain : IGrainWithStringKey;

[RegexImplicitChannelSubscription("^ne.s$")]
internal sealed class PatternListenerGrain(Ear ear)
    : Grain, IPatternListenerGrain, IOnBroadcastChannelSubscribed
{
    public Task OnSubscribed(IBroadcastChannelSubscription streamSubscription) =>
        streamSubscription.Attach<int>(item =>
        {
            if (item == 1_000)
            {
                ear.Heard.Writer.TryWrite($"pattern {item}");
            }
            return Task.CompletedTask;
        });
}

public sealed class BroadcastChannelTests
{
    [Fact]
    public async Task A_publisher_that_waits_hears_of_a_failure()
    {
        await using var host = await StartAsync(new Ear(), waits: true);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Writer(host, "a").Publish(-1));
    }

    [Fact]
    public async Task A_publisher_that_does_not_wait_hears_of_none()
    {
        var ear = new Ear();
        await using var host = await StartAsync(ear, waits: false);
        var writer = Writer(host, "a");
        await writer.Publish(-1);
        await writer.Publish(1);
        Assert.Equal(["a 1"], await ear.HearAsync(1));
    }

    [Fact]
    public async Task An_item_of_another_type_is_told_to_the_listener()
    {
        var ear = new Ear();
        await using var host = await StartAsync(ear, waits: false);
        await Provider(host).GetChannelWriter<string>(ChannelId.Create("news", "a")).Publish("x");
        Assert.Equal([nameof(InvalidCastException)], await ear.HearAsync(1));
    }

    [Fact]
    public async Task Every_grain_of_the_namespace_hears_the_items_of_its_key_in_order()
    {
        var ear = new Ear();
        await using var host = await StartAsync(ear, waits: false);
        for (var i = 0; i < 100; i++)
        {
            await Writer(host, "a").Publish(i);
        }
        var heard = await ear.HearAsync(100);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"a {i}").ToArray(), heard);
        await Writer(host, "b").Publish(1_000);
        var both = await ear.HearAsync(2);
        Assert.Equal(["b 1000", "pattern 1000"], both.Order(StringComparer.Ordinal).ToArray());
        await Provider(host)
            .GetChannelWriter<int>(ChannelId.Create("other", "a")).Publish(5);
        Assert.False(ear.Heard.Reader.TryRead(out _));
    }

    private static IBroadcastChannelWriter<int> Writer(SiloHost host, string key) =>
        Provider(host).GetChannelWriter<int>(ChannelId.Create("news", key));

    private static IBroadcastChannelProvider Provider(SiloHost host) =>
        host.Services.GetRequiredService<IClusterClient>().GetBroadcastChannelProvider("main");

    private static Task<SiloHost> StartAsync(Ear ear, bool waits) => SiloHost.StartAsync(silo =>
    {
        silo.AddBroadcastChannel("main", options => options.FireAndForgetDelivery = !waits);
        silo.Services.AddSingleton(ear);
    });
}
