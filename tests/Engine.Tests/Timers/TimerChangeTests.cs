using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Timers;

public interface IChangingTimerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan next, bool interleaves, Calls.Gate gate);

    Task<int> TicksAtOnceMax();
}

internal sealed class ChangingTimerGrain(Bell bell) : Grain, IChangingTimerGrain
{
    private IGrainTimer? _timer;
    private int _running;
    private int _runningMax;

    public Task Start(TimeSpan next, bool interleaves, Calls.Gate gate)
    {
        _timer = this.RegisterGrainTimer(
            async _ =>
            {
                _runningMax = Math.Max(_runningMax, ++_running);
                _timer!.Change(next, TimeSpan.FromMinutes(1));
                bell.Rings.Writer.TryWrite("tick");
                await gate.PassAsync();
                _running--;
            },
            new GrainTimerCreationOptions(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1))
            {
                Interleave = interleaves,
            });
        return Task.CompletedTask;
    }

    public Task<int> TicksAtOnceMax() => Task.FromResult(_runningMax);
}

public sealed class TimerChangeTests
{
    [Fact]
    public async Task A_timer_that_is_changed_by_its_own_tick_is_due_when_that_says()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var grain = host.Grains.GetGrain<IChangingTimerGrain>("a");
        var gate = new Calls.Gate();
        gate.Open();
        await grain.Start(TimeSpan.FromMinutes(10), interleaves: false, gate);
        time.Advance(TimeSpan.FromMinutes(1));
        await bell.Rings.Reader.ReadAsync();
        await grain.TicksAtOnceMax();

        time.Advance(TimeSpan.FromMinutes(9));
        await grain.TicksAtOnceMax();
        Assert.False(bell.Rings.Reader.TryRead(out _));

        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("tick", await bell.Rings.Reader.ReadAsync());
    }

    [Fact]
    public async Task A_tick_never_runs_beside_another_of_its_timer()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var grain = host.Grains.GetGrain<IChangingTimerGrain>("a");
        var gate = new Calls.Gate();
        await grain.Start(TimeSpan.FromSeconds(1), interleaves: true, gate);
        time.Advance(TimeSpan.FromMinutes(1));
        await bell.Rings.Reader.ReadAsync();

        time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(1, await grain.TicksAtOnceMax());
        gate.Open();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!bell.Rings.Reader.TryRead(out _))
        {
            limit.Token.ThrowIfCancellationRequested();
            // The end of the tick arms the timer, on another thread.
            await Task.Yield();
            time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(1, await grain.TicksAtOnceMax());
    }

    private static Task<SiloHost> StartAsync(Bell bell, TimeProvider time) =>
        SiloHost.StartAsync(silo => silo.Services.AddSingleton(bell), time);
}
