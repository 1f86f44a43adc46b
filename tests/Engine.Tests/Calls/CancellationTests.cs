using Orleans;

namespace Krewe.Engine.Tests.Calls;

public interface ICancellableGrain : IGrainWithStringKey
{
    Task Wait(Gate gate, CancellationToken cancellationToken);

    Task<int> Count(CancellationToken cancellationToken);

    [ResponseTimeout("00:00:00.200")]
    Task Short(Gate gate);
}

internal sealed class CancellableGrain : Grain, ICancellableGrain
{
    private int _count;

    public Task Wait(Gate gate, CancellationToken cancellationToken) =>
        gate.PassAsync().WaitAsync(cancellationToken);

    public Task<int> Count(CancellationToken cancellationToken) => Task.FromResult(++_count);

    public Task Short(Gate gate) => gate.PassAsync();
}

public sealed class CancellationTests
{
    [Fact]
    public async Task A_cancelled_token_stops_the_call_before_it_begins()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ICancellableGrain>("a");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => grain.Count(new CancellationToken(canceled: true)));
        Assert.Equal(1, await grain.Count(CancellationToken.None));
    }

    [Fact]
    public async Task Cancelling_reaches_the_grain_that_runs()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ICancellableGrain>("a");
        using var source = new CancellationTokenSource();
        var gate = new Gate();
        var waiting = grain.Wait(gate, source.Token);
        await gate.Entered;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(1, await grain.Count(CancellationToken.None));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_waits_never_begins()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ICancellableGrain>("a");
        var gate = new Gate();
        var first = grain.Wait(gate, CancellationToken.None);
        await gate.Entered;
        using var source = new CancellationTokenSource();
        var second = grain.Count(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        gate.Open();
        await first;
        Assert.Equal(1, await grain.Count(CancellationToken.None));
    }

    [Fact]
    public async Task A_method_may_have_its_own_response_timeout()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ICancellableGrain>("a");
        var gate = new Gate();
        await Assert.ThrowsAsync<TimeoutException>(() => grain.Short(gate));
        gate.Open();
    }
}
