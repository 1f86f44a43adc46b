using Krewe.Engine.Tests.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Krewe.Engine.Tests.Grains;

public interface IReasonGrain : IGrainWithStringKey
{
    Task Write();
}

/// <summary>Tells why it ends.</summary>
internal sealed class ReasonGrain(
    [PersistentState("tally", "faulty")] IPersistentState<Tally> tally, Diary diary)
    : Grain, IReasonGrain
{
    public Task Write() => tally.WriteStateAsync();

    public override Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken)
    {
        diary.Ended.TrySetResult($"{reason.ReasonCode} {reason.Exception?.GetType().Name}");
        return Task.CompletedTask;
    }
}

public sealed class ReasonTests
{
    [Fact]
    public async Task A_write_conflict_is_the_reason_with_its_exception()
    {
        var (diary, storage) = (new Diary(), new FaultyStorage());
        await using var host = await StartAsync(diary, storage);
        var grain = host.Grains.GetGrain<IReasonGrain>("a");
        await grain.Write();
        storage.ChangeFromOutside(9);
        await Assert.ThrowsAsync<InconsistentStateException>(grain.Write);
        Assert.Equal(
            $"ApplicationError {nameof(InconsistentStateException)}", await diary.Ended.Task);
    }

    [Fact]
    public async Task A_host_that_stops_is_the_reason_of_its_grains()
    {
        var diary = new Diary();
        await using (var host = await StartAsync(diary, new FaultyStorage()))
        {
            await host.Grains.GetGrain<IReasonGrain>("a").Write();
        }
        Assert.Equal("ShuttingDown ", await diary.Ended.Task);
    }

    private static Task<SiloHost> StartAsync(Diary diary, FaultyStorage storage) =>
        SiloHost.StartAsync(silo =>
        {
            silo.Services.AddSingleton(diary);
            silo.Services.AddGrainStorage("faulty", (_, _) => storage);
        });
}
