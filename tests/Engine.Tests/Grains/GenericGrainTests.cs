using System.Collections.Immutable;
using System.Reflection;
using Orleans;
using Orleans.Hosting;
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

public interface IScale : IGrainWithStringKey
{
    Task<T?> Heavier<T>(T? left, T? right)
        where T : struct, IComparable<T>;

    ValueTask<string> Sort<TKey, TItem>(ImmutableDictionary<TKey, TItem> items)
        where TKey : notnull;

    ValueTask<string> Sort<TItem>(ImmutableArray<TItem> items);

    IAsyncEnumerable<T> Repeat<T>(T item, int times);
}

internal sealed class Scale : Grain, IScale
{
    public Task<T?> Heavier<T>(T? left, T? right)
        where T : struct, IComparable<T> =>
        Task.FromResult(Comparer<T?>.Default.Compare(left, right) > 0 ? left : right);

    public ValueTask<string> Sort<TKey, TItem>(ImmutableDictionary<TKey, TItem> items)
        where TKey : notnull => new(string.Join(' ', items.Keys.Order()));

    public ValueTask<string> Sort<TItem>(ImmutableArray<TItem> items) =>
        new(string.Join(' ', items.Order()));

    public async IAsyncEnumerable<T> Repeat<T>(T item, int times)
    {
        for (; times > 0; times--)
        {
            await Task.Yield();
            yield return item;
        }
    }
}

public sealed class GenericGrainTests
{
    [Fact]
    public async Task A_method_may_be_generic()
    {
        await using var host = await SiloHost.StartAsync();
        var scale = host.Grains.GetGrain<IScale>("a");
        Assert.Equal(7, await scale.Heavier<int>(3, 7));
        Assert.Equal(
            DateTimeOffset.UnixEpoch,
            await scale.Heavier<DateTimeOffset>(null, DateTimeOffset.UnixEpoch));
        Assert.Equal("1 2", await scale.Sort(ImmutableArray.Create(2, 1)));
        Assert.Equal(
            "x y",
            await scale.Sort(ImmutableDictionary<string, int>.Empty.Add("y", 1).Add("x", 2)));
        var repeated = "";
        await foreach (var item in scale.Repeat('z', 3))
        {
            repeated += item;
        }
        Assert.Equal("zzz", repeated);
    }

    [Fact]
    public async Task A_filter_sees_a_generic_method_with_its_type_arguments()
    {
        var seen = new List<string>();
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddIncomingGrainCallFilter(context =>
            {
                seen.Add(Text(context.InterfaceMethod));
                seen.Add(Text(context.ImplementationMethod));
                return context.Invoke();
            }));
        var scale = host.Grains.GetGrain<IScale>("a");
        await scale.Sort(ImmutableArray.Create(2, 1));
        await scale.Sort(ImmutableDictionary<string, int>.Empty);
        Assert.Equal("IScale.Sort<Int32> Scale.Sort<Int32>", $"{seen[0]} {seen[1]}");
        Assert.Equal(
            "IScale.Sort<String,Int32> Scale.Sort<String,Int32>", $"{seen[2]} {seen[3]}");

        static string Text(MethodInfo method) => $"{method.DeclaringType!.Name}.{method.Name}<"
            + $"{string.Join(',', method.GetGenericArguments().Select(each => each.Name))}>";
    }

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
