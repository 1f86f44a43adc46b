using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Core;
using Orleans.Hosting;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Krewe.Engine.Tests.Persistence;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int more);

    Task Forget();

    Task Drop();
}

[StorageProvider(ProviderName = "second")]
internal sealed class CounterGrain : Grain<Tally>, ICounterGrain
{
    public async Task<int> Add(int more)
    {
        State = new Tally(State.Total + more);
        await WriteStateAsync();
        return State.Total;
    }

    public async Task Forget()
    {
        State = new Tally(-1);
        await ReadStateAsync();
        DeactivateOnIdle();
    }

    public Task Drop() => ClearStateAsync();
}

public interface ITwoStatesGrain : IGrainWithStringKey
{
    Task<(int First, int Second)> Add(int first, int second);

    Task<string> Facts();
}

internal sealed class TwoStatesGrain(
    [PersistentState("first")] IPersistentState<Tally> first,
    [PersistentState("second", "second")] IPersistentState<Tally> second) : Grain, ITwoStatesGrain
{
    public async Task<(int First, int Second)> Add(int first1, int second1)
    {
        first.State = new Tally(first.State.Total + first1);
        second.State = new Tally(second.State.Total + second1);
        await Task.WhenAll(first.WriteStateAsync(), second.WriteStateAsync(default));
        DeactivateOnIdle();
        return (first.State.Total, second.State.Total);
    }

    public Task<string> Facts()
    {
        IStorage plain = first;
        return Task.FromResult($"{plain.RecordExists} {plain.Etag is not null}");
    }
}

public sealed class Basket
{
    public IList<string> Things { get; set; } = [];

    public IDictionary<string, Basket> Inner { get; set; } =
        new Dictionary<string, Basket>(StringComparer.Ordinal);
}

public interface IBasketGrain : IGrainWithStringKey
{
    Task Put(string thing, bool isWritten);

    Task<string> Look();

    Task Leave();
}

internal sealed class BasketGrain : Grain<Basket>, IBasketGrain
{
    public Task Put(string thing, bool isWritten)
    {
        State.Things.Add(thing);
        State.Inner["all"] = new Basket { Things = [.. State.Things] };
        return isWritten ? WriteStateAsync() : Task.CompletedTask;
    }

    public Task<string> Look() => Task.FromResult(
        string.Join(' ', [.. State.Things, .. State.Inner.Values.SelectMany(each => each.Things)]));

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class ClassStateTests
{
    [Fact]
    public async Task What_a_grain_changed_and_did_not_write_is_gone_when_it_comes_back()
    {
        await using var host = await SiloHost.StartAsync();
        var basket = host.Grains.GetGrain<IBasketGrain>("a");
        await basket.Put("apple", isWritten: true);
        await basket.Put("pear", isWritten: false);
        Assert.Equal("apple pear apple pear", await basket.Look());
        await basket.Leave();
        Assert.Equal("apple apple", await basket.Look());
        await basket.Put("plum", isWritten: false);
        await basket.Leave();
        Assert.Equal("apple apple", await basket.Look());
    }

    [Fact]
    public async Task The_state_of_the_class_is_read_written_and_cleared()
    {
        await using var host = await StartAsync();
        var counter = host.Grains.GetGrain<ICounterGrain>("a");
        Assert.Equal(2, await counter.Add(2));
        await counter.Forget();
        Assert.Equal(5, await counter.Add(3));
        await counter.Drop();
        Assert.Equal(1, await counter.Add(1));
    }

    [Fact]
    public async Task A_grain_may_have_states_in_several_storages()
    {
        await using var host = await StartAsync();
        var grain = host.Grains.GetGrain<ITwoStatesGrain>("a");
        Assert.Equal("False False", await grain.Facts());
        Assert.Equal((1, 2), await grain.Add(1, 2));
        Assert.Equal((2, 4), await grain.Add(1, 2));
        Assert.Equal("True True", await grain.Facts());
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>("second");
        var state = new GrainState<Tally>();
        await storage.ReadStateAsync("second", grain.GetGrainId(), state);
        Assert.Equal(4, state.State.Total);
    }

    private static Task<SiloHost> StartAsync() =>
        SiloHost.StartAsync(silo => silo.AddMemoryGrainStorage("second"));
}
