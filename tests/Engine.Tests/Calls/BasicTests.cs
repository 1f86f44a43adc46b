using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Calls;

public interface IEchoGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    ValueTask<int> Add(int left, int right);

    Task Fail(string? why);

    Task<string> SlowEcho(string text);

    ValueTask<string> Name();
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<string> Echo(string text) => Task.FromResult(text);

    public ValueTask<int> Add(int left, int right) => new(left + right);

    public async Task Fail(string? why)
    {
        await Task.Yield();
        throw new InvalidTimeZoneException(why);
    }

    public async Task<string> SlowEcho(string text)
    {
        await Task.Yield();
        return text;
    }

    public ValueTask<string> Name() => new(this.GetPrimaryKeyString());
}

public sealed class BasicTests
{
    [Fact]
    public async Task An_exception_keeps_its_type_and_its_stack()
    {
        await using var host = await SiloHost.StartAsync();
        var echo = host.Grains.GetGrain<IEchoGrain>("a");
        var thrown = await Assert.ThrowsAsync<InvalidTimeZoneException>(() => echo.Fail("x"));
        Assert.Equal("x", thrown.Message);
        Assert.Contains(nameof(EchoGrain), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_answers_with_what_the_grain_returned()
    {
        await using var host = await SiloHost.StartAsync();
        var echo = host.Grains.GetGrain<IEchoGrain>("key");
        Assert.Equal("x", await echo.Echo("x"));
        Assert.Equal(5, await echo.Add(2, 3));
        Assert.Equal("y", await echo.SlowEcho("y"));
        Assert.Equal("key", await echo.Name());
        Assert.Equal(GrainId.Create("echo", "key"), echo.GetGrainId());
    }
}
