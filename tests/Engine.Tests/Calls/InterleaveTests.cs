using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Engine.Tests.Calls;

public interface IPickyGrain : IGrainWithStringKey
{
    Task Enter(Gate gate);

    Task<string> Pass(string text);

    Task<string> Wait(string text);

    Task<string> Strange(string text);
}

[MayInterleave(nameof(IsHarmless))]
internal sealed class PickyGrain : Grain, IPickyGrain
{
    public static bool IsHarmless(IInvokable request) => request.GetMethodName() switch
    {
        nameof(Pass) => Equals(request.GetArgument(0), "in"),
        nameof(Strange) => throw new InvalidTimeZoneException("cannot say"),
        _ => false,
    };

    public Task Enter(Gate gate) => gate.PassAsync();

    public Task<string> Pass(string text) => Task.FromResult(text);

    public Task<string> Wait(string text) => Task.FromResult(text);

    public Task<string> Strange(string text) => Task.FromResult(text);
}

public interface IMoodyGrain : IGrainWithStringKey
{
    Task Enter(Gate gate);

    Task<bool> Pass();
}

[MayInterleave("IsOpen")]
internal sealed class MoodyGrain : Grain, IMoodyGrain
{
    private bool _isOpen;

    public async Task Enter(Gate gate)
    {
        _isOpen = true;
        await gate.PassAsync();
        _isOpen = false;
    }

    public Task<bool> Pass() => Task.FromResult(_isOpen);

    private bool IsOpen(IInvokable request) => _isOpen;
}

public sealed class InterleaveTests
{
    [Fact]
    public async Task Only_what_the_predicate_allows_interleaves()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<IPickyGrain>("a");
        var gate = new Gate();
        var first = grain.Enter(gate);
        await gate.Entered;
        var waits = grain.Wait("w");
        var stays = grain.Pass("out");
        Assert.Equal("in", await grain.Pass("in"));
        Assert.False(waits.IsCompleted);
        Assert.False(stays.IsCompleted);
        gate.Open();
        await first;
        Assert.Equal(["w", "out"], await Task.WhenAll(waits, stays));
    }

    [Fact]
    public async Task A_predicate_that_throws_fails_the_call_alone()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<IPickyGrain>("a");
        var gate = new Gate();
        var first = grain.Enter(gate);
        await gate.Entered;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => grain.Strange("x"));
        Assert.Equal("in", await grain.Pass("in"));
        gate.Open();
        await first;
    }

    [Fact]
    public async Task A_predicate_of_the_instance_sees_its_state()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<IMoodyGrain>("a");
        var gate = new Gate();
        var first = grain.Enter(gate);
        await gate.Entered;
        Assert.True(await grain.Pass());
        gate.Open();
        await first;
    }

    [Fact]
    public async Task A_chain_that_must_not_reenter_waits()
    {
        await using var host = await SiloHost.StartAsync();
        using var allowed = RequestContext.AllowCallChainReentrancy();
        Assert.NotEqual(Guid.Empty, RequestContext.ReentrancyId);
        using (RequestContext.SuppressCallChainReentrancy())
        {
            Assert.Equal(Guid.Empty, RequestContext.ReentrancyId);
        }
        Assert.NotEqual(Guid.Empty, RequestContext.ReentrancyId);
    }
}
