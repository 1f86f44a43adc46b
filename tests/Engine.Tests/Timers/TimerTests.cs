using System.Threading.Channels;
using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Timers;

/// <summary>What timers and reminders have told, in order.</summary>
public sealed class Bell
{
    public Channel<string> Rings { get; } = Channel.CreateUnbounded<string>();

    public TaskCompletionSource Gone { get; } = new();
}

public interface IClockGrain : IGrainWithStringKey, IRemindable
{
    Task StartTimer();

    Task StopTimer();

    Task Remind(string name);

    Task Forget(string name);

    Task<string[]> Reminders();
}

internal sealed class ClockGrain(Bell bell) : Grain, IClockGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    public Task StartTimer()
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                await Task.Yield();
                bell.Rings.Writer.TryWrite($"tick {++_ticks}");
            },
            new GrainTimerCreationOptions(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)));
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task Remind(string name) => this.RegisterOrUpdateReminder(
        name, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));

    public async Task Forget(string name) =>
        await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<string[]> Reminders() =>
        [.. (await this.GetReminders()).Select(each => each.ReminderName)];

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        bell.Rings.Writer.TryWrite(
            $"{reminderName} at {(status.CurrentTickTime - status.FirstTickTime).TotalMinutes}");
        return Task.CompletedTask;
    }
}

public sealed class TimerTests
{
    [Fact]
    public async Task A_timer_ticks_until_it_is_disposed()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var clock = host.Grains.GetGrain<IClockGrain>("a");
        await clock.StartTimer();
        for (var i = 1; i <= 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal($"tick {i}", await bell.Rings.Reader.ReadAsync());
            // The next is armed when this turn has ended.
            await clock.Reminders();
        }
        await clock.StopTimer();
        time.Advance(TimeSpan.FromSeconds(30));
        await clock.Reminders();
        Assert.False(bell.Rings.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_reminder_comes_back_after_each_period_until_it_is_forgotten()
    {
        var (bell, time) = (new Bell(), new ManualTimeProvider());
        await using var host = await StartAsync(bell, time);
        var clock = host.Grains.GetGrain<IClockGrain>("a");
        await clock.Remind("wake");
        Assert.Equal(["wake"], await clock.Reminders());
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("wake at 0", await bell.Rings.Reader.ReadAsync());
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("wake at 10", await bell.Rings.Reader.ReadAsync());
        await clock.Forget("wake");
        Assert.Empty(await clock.Reminders());
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(bell.Rings.Reader.TryRead(out _));
    }

    private static Task<SiloHost> StartAsync(Bell bell, TimeProvider time) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.UseInMemoryReminderService();
                silo.Services.AddSingleton(bell);
            },
            time);
}
