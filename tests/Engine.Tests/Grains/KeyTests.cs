using FsCheck;
using FsCheck.Fluent;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Grains;

public interface IGuidKeyGrain : IGrainWithGuidKey
{
    Task<Guid> Key();
}

public interface INumberKeyGrain : IGrainWithIntegerKey
{
    Task<long> Key();
}

public interface IGuidPairGrain : IGrainWithGuidCompoundKey
{
    Task<(Guid Key, string? Extension)> Key();
}

public interface INumberPairGrain : IGrainWithIntegerCompoundKey
{
    Task<(long Key, string? Extension)> Key();
}

internal sealed class GuidKeyGrain : Grain, IGuidKeyGrain
{
    public Task<Guid> Key() => Task.FromResult(this.GetPrimaryKey());
}

internal sealed class NumberKeyGrain : Grain, INumberKeyGrain
{
    public Task<long> Key() => Task.FromResult(this.GetPrimaryKeyLong());
}

internal sealed class GuidPairGrain : Grain, IGuidPairGrain
{
    public Task<(Guid Key, string? Extension)> Key() =>
        Task.FromResult((this.GetPrimaryKey(out var extension), extension));
}

internal sealed class NumberPairGrain : Grain, INumberPairGrain
{
    public Task<(long Key, string? Extension)> Key() =>
        Task.FromResult((this.GetPrimaryKeyLong(out var extension), extension));
}

public sealed class KeyTests
{
    [Fact]
    public async Task An_empty_text_is_no_key()
    {
        await using var host = await SiloHost.StartAsync();
        Assert.ThrowsAny<ArgumentException>(
            () => host.Grains.GetGrain<Calls.IEchoGrain>(" "));
        Assert.ThrowsAny<ArgumentException>(
            () => host.Grains.GetGrain<Calls.IEchoGrain>((string)null!));
    }

    [Fact]
    public async Task Every_key_comes_back_as_it_was_given()
    {
        await using var host = await SiloHost.StartAsync();
        var grains = host.Grains;
        Guid[] ids = [Guid.Empty, new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), Guid.AllBitsSet];
        foreach (var id in ids)
        {
            Assert.Equal(id, await grains.GetGrain<IGuidKeyGrain>(id).Key());
            Assert.Equal(id, grains.GetGrain<IGuidKeyGrain>(id).GetPrimaryKey());
            Assert.Equal((id, "a+b"), await grains.GetGrain<IGuidPairGrain>(id, "a+b").Key());
        }
        long[] numbers = [0, 1, -1, 255, long.MaxValue, long.MinValue];
        foreach (var number in numbers)
        {
            var grain = grains.GetGrain<INumberKeyGrain>(number);
            Assert.Equal(number, await grain.Key());
            Assert.True(grain.IsPrimaryKeyBasedOnLong());
            Assert.Equal(
                (number, "x/y"), await grains.GetGrain<INumberPairGrain>(number, "x/y").Key());
        }
    }

    [Fact]
    public async Task Two_references_are_equal_when_their_grains_are()
    {
        await using var host = await SiloHost.StartAsync();
        var one = host.Grains.GetGrain<INumberKeyGrain>(1);
        var same = (INumberKeyGrain)host.Grains.GetGrain(typeof(INumberKeyGrain), 1);
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, host.Grains.GetGrain<INumberKeyGrain>(2));
        var again = host.Grains.GetGrain<INumberKeyGrain>(GrainId.Parse($"{one.GetGrainId()}"));
        Assert.Equal(1, await again.Key());
    }

    [Fact]
    public void A_grain_id_reads_what_it_writes() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>(),
        text =>
        {
            var id = GrainId.Create("type", text.Get);
            return GrainId.Parse(id.ToString()).Equals(id);
        }).QuickCheckThrowOnFailure();
}
