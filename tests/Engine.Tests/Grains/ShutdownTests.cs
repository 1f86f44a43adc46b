using Krewe.Engine.Tests.Persistence;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;

namespace Krewe.Engine.Tests.Grains;

public interface ILateWriterGrain : IGrainWithStringKey
{
    Task Add(int more);

    Task Hold(Calls.Gate gate);
}

/// <summary>Promises to have written by the time it has ended.</summary>
internal sealed class LateWriterGrain(
    [PersistentState("tally", "kept")] IPersistentState<Tally> tally) : Grain, ILateWriterGrain
{
    public Task Add(int more)
    {
        tally.State = new Tally(tally.State.Total + more);
        return Task.CompletedTask;
    }

    public Task Hold(Calls.Gate gate) => gate.PassAsync();

    public override Task OnDeactivateAsync(
        DeactivationReason reason, CancellationToken cancellationToken) =>
        reason.ReasonCode == DeactivationReasonCode.ShuttingDown
            ? tally.WriteStateAsync(cancellationToken)
            : Task.CompletedTask;
}

public sealed class ShutdownTests
{
    [Fact]
    public async Task A_host_that_may_wait_no_longer_stops_and_tells_those_who_wait()
    {
        await using var host = await StartAsync(new FaultyStorage());
        var grain = host.Grains.GetGrain<ILateWriterGrain>("a");
        var gate = new Calls.Gate();
        var held = grain.Hold(gate);
        await gate.Entered;
        var waiting = grain.Add(1);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await host.StopAsync(limit.Token);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => held);
        await Assert.ThrowsAsync<SiloUnavailableException>(() => waiting);
        gate.Open();
    }

    [Fact]
    public async Task A_host_that_stops_lets_its_grains_write()
    {
        var storage = new FaultyStorage();
        await using (var host = await StartAsync(storage))
        {
            await host.Grains.GetGrain<ILateWriterGrain>("a").Add(5);
        }
        var state = new GrainState<Tally>();
        await storage.ReadStateAsync("tally", default, state);
        Assert.Equal(5, state.State.Total);
    }

    private static Task<SiloHost> StartAsync(FaultyStorage storage) =>
        SiloHost.StartAsync(silo => silo.Services.AddGrainStorage("kept", (_, _) => storage));
}
