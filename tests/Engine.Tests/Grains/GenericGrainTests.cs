using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Grains;

public interface IBoxGrain<T> : IGrainWithStringKey
    where T : notnull
{
    Task Put(T item);

    Task<T?> Take();

    Task<string> Name();
}

internal sealed class BoxGrain<T> : Grain, IBoxGrain<T>
    where T : notnull
{
    private T? _item;

    public Task Put(T item)
    {
        _item = item;
        return Task.CompletedTask;
    }

    public Task<T?> Take() => Task.FromResult(_item);

    public Task<string> Name() => Task.FromResult(this.GetGrainId().ToString());
}

public interface IPairGrain<TLeft, TRight> : IGrainWithIntegerKey
{
    ValueTask<(TLeft Left, TRight Right)> Join(TLeft left, TRight right);
}

internal sealed class MirrorGrain<TFirst, TSecond> : Grain, IPairGrain<TSecond, TFirst>
{
    public ValueTask<(TSecond Left, TFirst Right)> Join(TSecond left, TFirst right) =>
        new((left, right));
}

public interface IWordsGrain : IBoxGrain<string>;

internal sealed class WordsGrain : Grain, IWordsGrain
{
    public Task Put(string item) => Task.CompletedTask;

    public Task<string?> Take() => Task.FromResult<string?>("words");

    public Task<string> Name() => Task.FromResult(nameof(WordsGrain));
}

public sealed class GenericGrainTests
{
    [Fact]
    public async Task Every_type_argument_makes_another_grain()
    {
        await using var host = await SiloHost.StartAsync();
        var number = host.Grains.GetGrain<IBoxGrain<int>>("a");
        var instants = host.Grains.GetGrain<IBoxGrain<List<DateTimeOffset>>>("a");
        await number.Put(7);
        await instants.Put([DateTimeOffset.UnixEpoch]);
        Assert.Equal(7, await number.Take());
        Assert.Equal([DateTimeOffset.UnixEpoch], await instants.Take());
        Assert.NotEqual(number.GetGrainId(), instants.GetGrainId());
    }

    [Fact]
    public async Task The_parameters_of_a_class_need_not_be_in_the_order_of_its_interface()
    {
        await using var host = await SiloHost.StartAsync();
        var pair = host.Grains.GetGrain<IPairGrain<int, string>>(1);
        Assert.Equal((1, "x"), await pair.Join(1, "x"));
    }

    [Fact]
    public async Task A_plain_interface_may_extend_a_generic_one()
    {
        await using var host = await SiloHost.StartAsync();
        Assert.Equal("words", await host.Grains.GetGrain<IWordsGrain>("a").Take());
    }

    [Fact]
    public async Task An_id_finds_the_grain_again_also_where_it_was_not_used_before()
    {
        string id;
        await using (var host = await SiloHost.StartAsync())
        {
            id = await host.Grains.GetGrain<IBoxGrain<Dictionary<string, int>>>("a").Name();
        }
        await using (var host = await SiloHost.StartAsync())
        {
            var again = host.Grains.GetGrain<IBoxGrain<Dictionary<string, int>>>(
                GrainId.Parse(id));
            Assert.Equal(id, await again.Name());
        }
    }
}
