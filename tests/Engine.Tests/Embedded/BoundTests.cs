using System.Diagnostics.Metrics;
using Krewe.Embedded;
using Krewe.Engine.Tests.Calls;
using Krewe.Engine.Tests.Grains;
using Krewe.Engine.Tests.Streams;
using Krewe.Engine.Tests.Timers;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>Reads the metrics of one silo.</summary>
internal sealed class Gauges : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _values = new(StringComparer.Ordinal);

    internal Gauges(SiloHost host)
    {
        var meter = host.Services.GetRequiredService<Silo>().Meters.Meter;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((from, value, _, _) => Note(from, value));
        _listener.SetMeasurementEventCallback<long>((from, value, _, _) => Note(from, value));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>A gauge as it is now, a counter as it has grown since this began.</summary>
    internal double Read(string name)
    {
        _listener.RecordObservableInstruments();
        lock (_values)
        {
            return _values.GetValueOrDefault(name);
        }
    }

    private void Note(Instrument from, double value)
    {
        lock (_values)
        {
            _values[from.Name] = from is Counter<long>
                ? _values.GetValueOrDefault(from.Name) + value
                : value;
        }
    }
}

/// <summary>How full a test says the memory is.</summary>
internal sealed class FakeMemory : IMemoryUsage
{
    public double Percentage { get; set; } = 50;
}

public sealed class BoundTests
{
    [Fact]
    public async Task A_mailbox_that_is_full_refuses_and_counts()
    {
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<EmbeddedEngineOptions>(options => options.MailboxMax = 3));
        using var gauges = new Gauges(host);
        var grain = host.Grains.GetGrain<ITurnGrain>(1, typeof(TurnGrain).FullName);
        var gate = new Gate();
        var first = grain.Enter(gate);
        await gate.Entered;
        var waiting = Enumerable.Range(1, 3).Select(grain.Append).ToArray();
        Assert.Equal(4, gauges.Read("krewe.engine.calls.waiting"));
        var refused = await Assert.ThrowsAsync<LimitExceededException>(() => grain.Append(4));
        Assert.Contains("turn/1", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, gauges.Read("krewe.engine.calls.refused"));
        gate.Open();
        await first;
        await Task.WhenAll(waiting);
        Assert.Equal(0, gauges.Read("krewe.engine.calls.waiting"));
    }

    [Fact]
    public async Task A_timer_wheel_that_is_full_refuses_until_calls_have_ended()
    {
        var time = new ManualTimeProvider();
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<EmbeddedEngineOptions>(
                options => options.WaitingCallsMax = 2),
            time);
        using var gauges = new Gauges(host);
        var grain = host.Grains.GetGrain<ITurnGrain>(1, typeof(TurnGrain).FullName);
        var gate = new Gate();
        var first = grain.Enter(gate);
        await gate.Entered;
        var second = grain.Append(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<LimitExceededException>(() => grain.Append(2));
        Assert.Equal(1, gauges.Read("krewe.engine.calls.refused"));
        gate.Open();
        await first;
        await second;
        time.Advance(TimeSpan.FromSeconds(1));
        await grain.Append(3);
    }

    [Fact]
    public async Task One_timer_too_many_is_refused_and_an_ended_one_makes_room()
    {
        await using var host = await SiloHost.StartAsync(silo =>
        {
            silo.Configure<EmbeddedEngineOptions>(options => options.TimersMax = 2);
            silo.Services.AddSingleton(new Bell());
        });
        using var gauges = new Gauges(host);
        var grain = host.Grains.GetGrain<IClockGrain>("a");
        await grain.StartTimer();
        await grain.StartTimer();
        Assert.Equal(2, gauges.Read("krewe.engine.timers"));
        await Assert.ThrowsAsync<LimitExceededException>(grain.StartTimer);
        Assert.Equal(2, gauges.Read("krewe.engine.timers"));
        await grain.StopTimer();
        await grain.StartTimer();
    }

    [Fact]
    public async Task A_producer_waits_while_its_streams_hold_too_much()
    {
        var inbox = new Inbox();
        inbox.FailNext(int.MaxValue);
        await using var host = await SiloHost.StartAsync(silo =>
        {
            silo.AddMemoryStreams("main");
            silo.Services.AddSingleton(inbox);
            silo.Configure<EmbeddedEngineOptions>(options =>
            {
                options.StreamBytesMax = 1_024;
                options.StreamRetryWaitMax = TimeSpan.FromMilliseconds(1);
            });
        });
        using var gauges = new Gauges(host);
        var stream = host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main").GetStream<int>(StreamId.Create("numbers", "a"));
        var sent = 0;
        var sending = stream.OnNextAsync(sent);
        while (sending.IsCompletedSuccessfully)
        {
            sending = stream.OnNextAsync(++sent);
            Assert.InRange(sent, 0, 1_000);
        }
        Assert.Equal(1, gauges.Read("krewe.engine.stream.producers.held"));
        Assert.InRange(gauges.Read("krewe.engine.stream.bytes"), 1_024, 1_200);
        inbox.FailNext(0);
        await sending;
        Assert.Equal(Enumerable.Range(0, sent + 1), await inbox.ReadAsync("a", sent + 1));
    }

    [Fact]
    public async Task The_subscriptions_of_few_streams_are_remembered_and_others_are_read_again()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddMemoryStreams("main").AddMemoryGrainStorage("PubSubStore"));
        var provider = host.Services.GetRequiredService<IClusterClient>()
            .GetStreamProvider("main");
        for (var i = 0; i < SubscriberTable.RememberedMax + 100; i++)
        {
            await provider.GetStream<int>(StreamId.Create("any", $"{i}"))
                .GetAllSubscriptionHandles();
        }
        var subscribers = Assert.IsType<StreamProvider>(provider).Subscribers;
        Assert.InRange(subscribers.RememberedCount, 1, SubscriberTable.RememberedMax);
    }

    [Fact]
    public async Task Activations_end_when_memory_is_short_the_oldest_first()
    {
        var (memory, time) = (new FakeMemory(), new ManualTimeProvider());
        await using var host = await SiloHost.StartAsync(
            silo =>
            {
                silo.Services.AddSingleton<IMemoryUsage>(memory);
                silo.Configure<GrainCollectionOptions>(options =>
                    options.EnableActivationSheddingOnMemoryPressure = true);
            },
            time);
        using var gauges = new Gauges(host);
        for (var i = 0; i < 10; i++)
        {
            await Grain(host, i).Count();
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(10, gauges.Read("krewe.engine.activations"));
        memory.Percentage = 100;
        time.Advance(TimeSpan.FromSeconds(5));
        memory.Percentage = 50;
        Assert.Equal(7, gauges.Read("krewe.engine.activations"));
        Assert.Equal(3, gauges.Read("krewe.engine.evicted"));
        Assert.Equal(1, await Grain(host, 0).Count());
        Assert.Equal(2, await Grain(host, 9).Count());
    }

    private static ILastingGrain Grain(SiloHost host, int key) =>
        host.Grains.GetGrain<ILastingGrain>($"{key}", typeof(LastingGrain).FullName);
}
