using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Grains;

public interface IStagedGrain : IGrainWithStringKey
{
    Task<string> Touch();

    Task End();
}

internal sealed class StagedGrain(Diary diary)
    : Grain, IStagedGrain, ILifecycleParticipant<IGrainLifecycle>
{
    public void Participate(IGrainLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            "late", GrainLifecycleStage.Activate + 1, Note("start late"), Note("stop late"));
        lifecycle.Subscribe(
            "early", GrainLifecycleStage.SetupState + 1, Note("start early"), Note("stop early"));
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        diary.Write("activate");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken)
    {
        diary.Write($"deactivate {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task<string> Touch() => Task.FromResult(this.GetPrimaryKeyString());

    public Task End()
    {
        DeactivateOnIdle();
        GrainContext.Deactivated.GetAwaiter().OnCompleted(() => diary.Ended.TrySetResult("end"));
        return Task.CompletedTask;
    }

    private Func<CancellationToken, Task> Note(string line) => _ =>
    {
        diary.Write(line);
        return Task.CompletedTask;
    };
}

public interface ISlowStartGrain : IGrainWithStringKey
{
    Task Touch();
}

internal sealed class SlowStartGrain : Grain, ISlowStartGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);

    public Task Touch() => Task.CompletedTask;
}

public sealed class LifecycleTests
{
    [Fact]
    public async Task An_activation_that_takes_too_long_is_cancelled()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.Configure<GrainCollectionOptions>(options =>
                options.ActivationTimeout = TimeSpan.FromMilliseconds(100)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => host.Grains.GetGrain<ISlowStartGrain>("a").Touch());
    }

    [Fact]
    public async Task A_grain_that_joins_its_lifecycle_hears_of_every_stage_in_order()
    {
        var diary = new Diary();
        await using var host = await SiloHost.StartAsync(
            silo => silo.Services.AddSingleton(diary));
        var grain = host.Grains.GetGrain<IStagedGrain>("a");
        await grain.Touch();
        Assert.Equal(["start early", "start late", "activate"], diary.Lines());
        await grain.End();
        await diary.Ended.Task;
        Assert.Equal(
            ["deactivate ApplicationRequested", "stop late", "stop early"],
            diary.Lines()[3..]);
    }

    [Fact]
    public async Task A_silo_starts_by_stages_and_stops_in_reverse()
    {
        var diary = new Diary();
        await using (await SiloHost.StartAsync(silo =>
        {
            silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                new Stages(diary));
            silo.AddStartupTask(async (services, _) => diary.Write(
                await services.GetRequiredService<IGrainFactory>()
                    .GetGrain<Calls.IEchoGrain>("a").Echo("task")));
        }))
        {
            diary.Write("runs");
        }
        Assert.Equal(
            ["start 4000", "start 10000", "task", "start 20001", "runs",
                "stop 20001", "stop 10000", "stop 4000"],
            diary.Lines());
    }

    private sealed class Stages(Diary diary) : ILifecycleParticipant<ISiloLifecycle>
    {
        public void Participate(ISiloLifecycle lifecycle)
        {
            int[] stages =
            [
                ServiceLifecycleStage.Active + 1,
                ServiceLifecycleStage.RuntimeServices,
                ServiceLifecycleStage.ApplicationServices,
            ];
            foreach (var stage in stages)
            {
                lifecycle.Subscribe(
                    "stages", stage, Note($"start {stage}"), Note($"stop {stage}"));
            }
        }

        private Func<CancellationToken, Task> Note(string line) => _ =>
        {
            diary.Write(line);
            return Task.CompletedTask;
        };
    }
}
