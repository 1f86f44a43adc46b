using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Grains;

public interface IPlainGrain : IGrainWithStringKey
{
    Task<string> Tell();

    Task End();
}

/// <summary>A grain class that derives from nothing.</summary>
internal sealed class PlainGrain(IGrainContext context, IGrainFactory grains)
    : IGrainBase, IPlainGrain
{
    private string _told = "";

    public IGrainContext GrainContext => context;

    public Task OnActivateAsync(CancellationToken token)
    {
        _told = $"active {context.GrainId}";
        return Task.CompletedTask;
    }

    public async Task<string> Tell() =>
        $"{_told} {await grains.GetGrain<Calls.IEchoGrain>("e").Echo("x")}";

    public Task End()
    {
        this.DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class PlainGrainTests
{
    [Fact]
    public async Task A_class_that_is_a_grain_base_is_a_grain()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<IPlainGrain>("a");
        Assert.Equal("active plain/a x", await grain.Tell());
        await grain.End();
        Assert.Equal("active plain/a x", await grain.Tell());
    }
}
