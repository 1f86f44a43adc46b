using Krewe.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Grains;

public interface ILastingGrain : IGrainWithStringKey
{
    Task<int> Count();

    Task Keep(TimeSpan time);
}

internal class LastingGrain : Grain, ILastingGrain
{
    private int _count;

    public Task<int> Count() => Task.FromResult(++_count);

    public Task Keep(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}

public interface IShortGrain : ILastingGrain;

[CollectionAgeLimit(Minutes = 2)]
internal sealed class ShortGrain : LastingGrain, IShortGrain;

public interface IEternalGrain : ILastingGrain;

[KeepAlive]
internal sealed class EternalGrain : LastingGrain, IEternalGrain;

public sealed class CollectionTests
{
    [Fact]
    public async Task A_delayed_deactivation_waits_and_can_be_taken_back()
    {
        var time = new ManualTimeProvider();
        await using var host = await SiloHost.StartAsync(time: time);
        var (kept, freed) = (Plain(host, "kept"), Plain(host, "freed"));
        await kept.Keep(TimeSpan.FromHours(2));
        await freed.Keep(TimeSpan.FromHours(2));
        await freed.Keep(TimeSpan.FromMinutes(-1));
        await AssertCountsAsync([1, 1], kept, freed);
        time.Advance(TimeSpan.FromHours(1));
        await AssertCountsAsync([2, 1], kept, freed);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await kept.Count());
    }

    [Fact]
    public async Task A_deactivation_delayed_for_ever_never_comes()
    {
        var time = new ManualTimeProvider();
        await using var host = await SiloHost.StartAsync(time: time);
        var kept = Plain(host, "kept");
        await kept.Keep(Timeout.InfiniteTimeSpan);
        Assert.Equal(1, await kept.Count());
        time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(2, await kept.Count());
    }

    [Fact]
    public async Task The_age_of_a_class_goes_before_that_of_the_silo()
    {
        var time = new ManualTimeProvider();
        await using var host = await SiloHost.StartAsync(time: time);
        var brief = host.Grains.GetGrain<IShortGrain>("a");
        var eternal = host.Grains.GetGrain<IEternalGrain>("a");
        var plain = Plain(host, "a");
        await AssertCountsAsync([1, 1, 1], brief, eternal, plain);
        time.Advance(TimeSpan.FromMinutes(5));
        await AssertCountsAsync([1, 2, 2], brief, eternal, plain);
        time.Advance(TimeSpan.FromDays(1));
        await AssertCountsAsync([3, 1], eternal, plain);
    }

    [Fact]
    public async Task The_management_grain_counts_and_collects()
    {
        var time = new ManualTimeProvider();
        await using var host = await SiloHost.StartAsync(time: time);
        var management = host.Grains.GetGrain<IManagementGrain>(0);
        await Plain(host, "old").Count();
        time.Advance(TimeSpan.FromMinutes(10));
        await Plain(host, "new").Count();
        Assert.Equal(2, await management.GetTotalActivationCount());
        var counts = await management.GetSimpleGrainStatistics();
        Assert.Equal(2, counts.Single(
            each => each.GrainType.Contains(nameof(LastingGrain), StringComparison.Ordinal))
            .ActivationCount);
        await management.ForceActivationCollection(TimeSpan.FromMinutes(5));
        var left = await management.GetDetailedGrainStatistics();
        Assert.Equal(["new"], left.Select(each => each.GrainId.Key.ToString()).ToArray());
        Assert.Equal(1, await management.GetGrainActivationCount(
            (GrainReference)Plain(host, "new")));
        Assert.Equal(0, await management.GetGrainActivationCount(
            (GrainReference)Plain(host, "old")));
    }

    [Fact]
    public async Task The_silo_knows_its_name_and_its_address()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.Configure<SiloOptions>(options => options.SiloName = "one"));
        var details = host.Services.GetRequiredService<ILocalSiloDetails>();
        Assert.Equal("one", details.Name);
        Assert.Equal("dev", details.ClusterId);
        var read = SiloAddress.FromParsableString(details.SiloAddress.ToParsableString());
        Assert.Equal(details.SiloAddress, read);
        var hosts = await host.Grains.GetGrain<IManagementGrain>(0).GetHosts();
        Assert.Equal(SiloStatus.Active, hosts[details.SiloAddress]);
    }

    private static async Task AssertCountsAsync(int[] expected, params ILastingGrain[] grains)
    {
        var counts = await Task.WhenAll(grains.Select(each => each.Count()));
        Assert.Equal(expected, counts);
    }

    private static ILastingGrain Plain(SiloHost host, string key) =>
        host.Grains.GetGrain<ILastingGrain>(key, typeof(LastingGrain).FullName);
}
