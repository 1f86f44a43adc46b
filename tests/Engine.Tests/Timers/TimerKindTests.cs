using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Timers;

public interface ITimerKindGrain : IGrainWithStringKey
{
    Task Start(bool interleaves, bool keepsAlive);

    Task StartOld();

    Task EndOld();

    Task Hold(Calls.Gate gate);

    Task<int> Count();

    Task Settle();
}

internal sealed class TimerKindGrain(Bell bell) : Grain, ITimerKindGrain
{
    private int _count;
    private IDisposable? _old;

#pragma warning disable CS0618 // Code of before RegisterGrainTimer has it.
    public Task StartOld()
    {
        _old = RegisterTimer(
            static bell =>
            {
                ((Bell)bell!).Rings.Writer.TryWrite("old");
                return Task.CompletedTask;
            },
            bell,
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    }
#pragma warning restore CS0618

    public Task EndOld()
    {
        _old?.Dispose();
        return Task.CompletedTask;
    }

    public Task Start(bool interleaves, bool keepsAlive)
    {
        this.RegisterGrainTimer(
            static (bell, _) =>
            {
                bell.Rings.Writer.TryWrite("tick");
                return Task.CompletedTask;
            },
            bell,
            new GrainTimerCreationOptions(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))
            {
                Interleave = interleaves,
                KeepAlive = keepsAlive,
            });
        return Task.CompletedTask;
    }

    public Task Hold(Calls.Gate gate) => gate.PassAsync();

    public Task<int> Count() => Task.FromResult(++_count);

    public Task Settle() => Task.CompletedTask;

    public override Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken)
    {
        bell.Gone.TrySetResult();
        return Task.CompletedTask;
    }
}

public sealed class TimerKindTests
{
    [Fact]
    public async Task A_timer_of_the_old_kind_interleaves()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var (grain, gate) = (Grain(host, "old"), new Calls.Gate());
        await grain.StartOld();
        var holding = grain.Hold(gate);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("old", await bell.Rings.Reader.ReadAsync());
        gate.Open();
        await holding;
        await grain.EndOld();
        time.Advance(TimeSpan.FromMinutes(5));
        await grain.Count();
        Assert.False(bell.Rings.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_tick_waits_for_its_turn_unless_it_interleaves()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var (plain, interleaving) = (Grain(host, "plain"), Grain(host, "interleaving"));
        await plain.Start(interleaves: false, keepsAlive: false);
        var held = new Calls.Gate();
        var holding = plain.Hold(held);
        time.Advance(TimeSpan.FromMinutes(1));
        await Grain(host, "other").Count();
        Assert.False(bell.Rings.Reader.TryRead(out _));
        held.Open();
        await holding;
        Assert.Equal("tick", await bell.Rings.Reader.ReadAsync());
        await interleaving.Start(interleaves: true, keepsAlive: false);
        var gate = new Calls.Gate();
        var waiting = interleaving.Hold(gate);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("tick", await bell.Rings.Reader.ReadAsync());
        gate.Open();
        await waiting;
    }

    [Fact]
    public async Task A_timer_keeps_its_grain_only_where_it_says_so()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var (kept, dropped) = (Grain(host, "kept"), Grain(host, "dropped"));
        await kept.Start(interleaves: false, keepsAlive: true);
        await dropped.Start(interleaves: false, keepsAlive: false);
        await AssertCountsAsync([1, 1], kept, dropped);
        for (var i = 0; i < 30 || (i < 3_000 && !bell.Gone.Task.IsCompleted); i++)
        {
            // Ticks run on other threads: each is heard before the next minute passes, and the
            // turn after it means that its timer is armed again. A grain whose tick is late is not
            // idle, and goes a minute later.
            time.Advance(TimeSpan.FromMinutes(1));
            await bell.Rings.Reader.ReadAsync();
            await kept.Settle();
        }
        await AssertCountsAsync([2, 1], kept, dropped);
    }

    private static async Task AssertCountsAsync(int[] expected, params ITimerKindGrain[] grains)
    {
        var counts = await Task.WhenAll(grains.Select(each => each.Count()));
        Assert.Equal(expected, counts);
    }

    private static ITimerKindGrain Grain(SiloHost host, string key) =>
        host.Grains.GetGrain<ITimerKindGrain>(key);

    private static Task<SiloHost> StartAsync(Bell bell, TimeProvider time) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.Services.AddSingleton(bell);
                silo.Configure<SiloMessagingOptions>(
                    options => options.ResponseTimeout = TimeSpan.FromHours(1));
            },
            time);
}
