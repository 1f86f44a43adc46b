using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Grains;

public interface IWilfulGrain : IGrainWithStringKey
{
    Task<int> Count();

    Task End();

    Task Hold(Calls.Gate gate);
}

/// <summary>Begins and ends as its key says.</summary>
internal sealed class WilfulGrain(Diary diary)
    : Grain, IWilfulGrain, ILifecycleParticipant<IGrainLifecycle>, IDisposable
{
    private int _count;

    private string Key => this.GetPrimaryKeyString();

    public void Participate(IGrainLifecycle lifecycle)
    {
        if (Key.StartsWith("fails", StringComparison.Ordinal))
        {
            lifecycle.Subscribe("stage", GrainLifecycleStage.Activate, Note("start"), Stop);
        }
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        diary.Write($"activate {RequestContext.Get("who")}".Trim());
        switch (Key)
        {
            case "unwilling":
                DeactivateOnIdle();
                break;
            case "hangs":
                await new TaskCompletionSource().Task;
                break;
            case "fails to begin":
                throw new InvalidTimeZoneException("no");
        }
    }

    public override Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (Key == "fails to end")
        {
            throw new InvalidTimeZoneException("no");
        }
        return Key == "hangs at its end" ? new TaskCompletionSource().Task : Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(++_count);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Hold(Calls.Gate gate) => gate.PassAsync();

    public void Dispose()
    {
        diary.Write("dispose");
        diary.Ended.TrySetResult("end");
    }

    private Task Stop(CancellationToken cancellationToken)
    {
        diary.Write("stop");
        return Key == "fails to begin" ? Task.CompletedTask : throw new InvalidTimeZoneException();
    }

    private Func<CancellationToken, Task> Note(string line) => _ =>
    {
        diary.Write(line);
        return Task.CompletedTask;
    };
}

/// <summary>How an activation begins and ends when its grain does not play along.</summary>
public sealed class BeginAndEndTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_grain_that_ends_itself_as_it_begins_refuses_its_calls_in_the_end()
    {
        var diary = new Diary();
        await using var host = await StartAsync(diary);
        var call = Grain(host, "unwilling").Count();

        var refused = await Assert.ThrowsAsync<OrleansMessageRejectionException>(
            () => call.WaitAsync(Soon));

        Assert.Contains("unwilling", refused.Message, StringComparison.Ordinal);
        Assert.InRange(
            diary.Lines().Count(each => each.StartsWith("act", StringComparison.Ordinal)), 1, 4);
    }

    [Fact]
    public async Task An_activation_that_does_not_look_at_its_token_ends_by_its_time_all_the_same()
    {
        await using var host = await StartAsync(new Diary());
        var call = Grain(host, "hangs").Count();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Soon));
    }

    [Fact]
    public async Task An_end_that_does_not_look_at_its_token_keeps_no_call_waiting()
    {
        await using var host = await StartAsync(new Diary());
        var grain = Grain(host, "hangs at its end");
        await grain.Count();
        await grain.End();

        Assert.Equal(1, await grain.Count().WaitAsync(Soon));
    }

    [Fact]
    public async Task An_activation_that_fails_leaves_nothing_started_behind()
    {
        var diary = new Diary();
        await using var host = await StartAsync(diary);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(Grain(host, "fails to begin").Count);

        await diary.Ended.Task.WaitAsync(Soon);
        Assert.Equal(["start", "activate", "stop", "dispose"], diary.Lines());
    }

    [Fact]
    public async Task An_end_that_fails_still_stops_and_disposes_the_grain()
    {
        var diary = new Diary();
        await using var host = await StartAsync(diary);
        var grain = Grain(host, "fails to end");
        await grain.Count();
        await grain.End();

        await diary.Ended.Task.WaitAsync(Soon);

        Assert.Equal(["start", "activate", "stop", "dispose"], diary.Lines());
    }

    [Fact]
    public async Task The_age_of_an_activation_counts_from_the_end_of_its_last_call()
    {
        var time = new ManualTimeProvider();
        await using var host = await StartAsync(new Diary(), time);
        var grain = Grain(host, "a");
        await grain.Count();
        var gate = new Calls.Gate();
        var holding = grain.Hold(gate);
        time.Advance(TimeSpan.FromMinutes(20));
        gate.Open();
        await holding;

        time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(2, await grain.Count());
    }

    [Fact]
    public async Task An_activation_knows_the_request_context_of_the_call_that_began_it()
    {
        var diary = new Diary();
        await using var host = await StartAsync(
            diary,
            configure: silo => silo.AddIncomingGrainCallFilter(context => context.Invoke()));
        RequestContext.Set("who", "me");

        await Grain(host, "a").Count();

        Assert.Equal(["activate me"], diary.Lines());
    }

    private static IWilfulGrain Grain(SiloHost host, string key) =>
        host.Grains.GetGrain<IWilfulGrain>(key);

    private static Task<SiloHost> StartAsync(
        Diary diary, TimeProvider? time = null, Action<ISiloBuilder>? configure = null) =>
        SiloHost.StartAsync(
            silo =>
            {
                silo.Services.AddSingleton(diary);
                silo.Configure<SiloMessagingOptions>(
                    options => options.ResponseTimeout = TimeSpan.FromHours(1));
                silo.Configure<GrainCollectionOptions>(options =>
                {
                    options.CollectionAge = TimeSpan.FromMinutes(15);
                    options.ActivationTimeout = TimeSpan.FromMilliseconds(100);
                    options.DeactivationTimeout = TimeSpan.FromMilliseconds(100);
                });
                configure?.Invoke(silo);
            },
            time);
}
