using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Krewe.Engine.Tests.Grains;

/// <summary>What grains of one silo have lived through, told by themselves.</summary>
public sealed class Diary
{
    private readonly List<string> _lines = [];

    public bool FailsToActivate { get; set; }

    public TaskCompletionSource<string> Ended { get; } = new();

    public void Write(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
        }
    }

    public string[] Lines()
    {
        lock (_lines)
        {
            return [.. _lines];
        }
    }
}

public interface ILifeGrain : IGrainWithStringKey
{
    Task<int> Count();

    Task<int> CountAndEnd();

    Task EndWithin(Calls.Gate gate);
}

internal sealed class LifeGrain(Diary diary) : Grain, ILifeGrain
{
    private int _count;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        diary.Write("activate");
        return diary.FailsToActivate
            ? throw new InvalidTimeZoneException("no")
            : Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken)
    {
        diary.Write($"deactivate {reason.ReasonCode}");
        diary.Ended.TrySetResult(reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(++_count);

    public Task<int> CountAndEnd()
    {
        DeactivateOnIdle();
        return Count();
    }

    public async Task EndWithin(Calls.Gate gate)
    {
        DeactivateOnIdle();
        await gate.PassAsync();
        diary.Write("turn");
    }
}

public sealed class LifeTests
{
    [Fact]
    public async Task A_failed_activation_fails_the_call_and_the_next_call_tries_again()
    {
        var diary = new Diary { FailsToActivate = true };
        await using var host = await StartAsync(diary);
        var grain = host.Grains.GetGrain<ILifeGrain>("a");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(grain.Count);
        Assert.Equal(["activate"], diary.Lines());
        diary.FailsToActivate = false;
        Assert.Equal(1, await grain.Count());
    }

    [Fact]
    public async Task No_turn_runs_on_an_activation_that_ended_and_waiting_calls_reach_the_next()
    {
        var diary = new Diary();
        await using var host = await StartAsync(diary);
        var grain = host.Grains.GetGrain<ILifeGrain>("a");
        var gate = new Calls.Gate();
        var ending = grain.EndWithin(gate);
        await gate.Entered;
        var waiting = Enumerable.Range(0, 5).Select(_ => grain.Count()).ToArray();
        gate.Open();
        await ending;
        var counts = await Task.WhenAll(waiting);
        Assert.Equal([1, 2, 3, 4, 5], counts);
        Assert.Equal(
            ["activate", "turn", "deactivate ApplicationRequested", "activate"], diary.Lines());
    }

    [Fact]
    public async Task A_grain_that_asked_to_end_begins_anew()
    {
        await using var host = await StartAsync(new Diary());
        var grain = host.Grains.GetGrain<ILifeGrain>("a");
        Assert.Equal(1, await grain.CountAndEnd());
        Assert.Equal(1, await grain.CountAndEnd());
    }

    [Fact]
    public async Task An_idle_activation_is_collected()
    {
        var diary = new Diary();
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(diary, time);
        await host.Grains.GetGrain<ILifeGrain>("a").Count();
        time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(["activate"], diary.Lines());
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("ActivationIdle", await diary.Ended.Task);
    }

    [Fact]
    public async Task A_stopping_host_ends_all_activations_after_their_turns()
    {
        var diary = new Diary();
        await using var host = await StartAsync(diary);
        var gate = new Calls.Gate();
        var ending = host.Grains.GetGrain<ILifeGrain>("a").EndWithin(gate);
        await host.Grains.GetGrain<ILifeGrain>("b").Count();
        await gate.Entered;
        var stopping = host.StopAsync();
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await stopping;
        await ending;
        Assert.Contains("turn", diary.Lines(), StringComparer.Ordinal);
        Assert.Equal(
            2, diary.Lines().Count(line => line.StartsWith("de", StringComparison.Ordinal)));
    }

    private static Task<SiloHost> StartAsync(Diary diary, TimeProvider? time = null) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.Services.AddSingleton(diary);
                silo.Configure<GrainCollectionOptions>(
                    options => options.CollectionAge = TimeSpan.FromMinutes(15));
            },
            time);
}
