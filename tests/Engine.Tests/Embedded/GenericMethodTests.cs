using Orleans;
using Orleans.Hosting;

namespace Krewe.Engine.Tests.Embedded;

public interface IGenericSequenceGrain : IGrainWithStringKey
{
    IAsyncEnumerable<T> Repeat<T>(T item, int count);

    Task<string> Name<T>(T? item)
        where T : struct;

    Task<string> Name<T>(IReadOnlyList<T> items)
        where T : class;
}

internal sealed class GenericSequenceGrain : Grain, IGenericSequenceGrain
{
    public async IAsyncEnumerable<T> Repeat<T>(T item, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return item;
        }
    }

    public Task<string> Name<T>(T? item)
        where T : struct => Task.FromResult("struct");

    public Task<string> Name<T>(IReadOnlyList<T> items)
        where T : class => Task.FromResult("class");
}

/// <summary>Filters find the method of a generic call by reflection.</summary>
public sealed class GenericMethodTests
{
    [Fact]
    public async Task A_filter_sees_the_method_of_a_generic_sequence()
    {
        var seen = new List<string>();
        await using var host = await StartAsync(seen);
        var grain = host.Grains.GetGrain<IGenericSequenceGrain>("a");

        await foreach (var item in grain.Repeat("x", 2))
        {
            Assert.Equal("x", item);
        }

        Assert.Equal("Repeat String", seen[0]);
    }

    [Fact]
    public async Task A_filter_sees_the_right_one_of_two_methods_with_other_constraints()
    {
        var seen = new List<string>();
        await using var host = await StartAsync(seen);
        var grain = host.Grains.GetGrain<IGenericSequenceGrain>("a");

        Assert.Equal("class", await grain.Name<string>(["x"]));
        Assert.Equal("struct", await grain.Name<int>(1));

        Assert.Equal(["Name String", "Name Int32"], seen);
    }

    private static Task<SiloHost> StartAsync(List<string> seen) =>
        SiloHost.StartAsync(silo => silo.AddIncomingGrainCallFilter(context =>
        {
            var method = context.InterfaceMethod;
            seen.Add($"{method.Name} {method.GetGenericArguments().Single().Name}");
            return context.Invoke();
        }));
}
