using Krewe.Embedded;
using Krewe.Engine.Tests.Calls;
using Krewe.Engine.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;

namespace Krewe.Engine.Tests.Embedded;

public sealed class EvictionTests
{
    [Fact]
    public async Task Activations_beyond_the_bound_end_and_what_is_used_stays()
    {
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<EmbeddedEngineOptions>(options => options.ActivationsMax = 100));
        var hot = host.Grains.GetGrain<ITurnGrain>(-1, typeof(TurnGrain).FullName);
        await hot.Append(1);
        for (var i = 0; i < 1_000; i++)
        {
            await host.Grains.GetGrain<IEchoGrain>($"{i}").Add(1, 1);
            await hot.Peek();
        }
        Assert.InRange(host.Services.GetRequiredService<Silo>().Ring.Count, 50, 100);
        var numbers = await hot.Numbers();
        Assert.Equal([1], numbers);
    }

    [Fact]
    public async Task The_bound_is_regained_after_more_were_busy_at_once()
    {
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<EmbeddedEngineOptions>(options => options.ActivationsMax = 100));
        var gate = new Gate();
        var busy = Enumerable.Range(0, 500).Select(key => host.Grains
            .GetGrain<ITurnGrain>(key, typeof(TurnGrain).FullName).Enter(gate)).ToArray();
        gate.Open();
        await Task.WhenAll(busy);
        for (var i = 0; i < 400; i++)
        {
            await host.Grains.GetGrain<IEchoGrain>($"{i}").Add(1, 1);
        }
        Assert.InRange(host.Services.GetRequiredService<Silo>().Ring.Count, 50, 100);
    }

    [Fact]
    public async Task Stateless_workers_that_ended_leave_nothing_of_their_keys()
    {
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<EmbeddedEngineOptions>(options => options.ActivationsMax = 100));
        var gate = new Gate();
        gate.Open();
        for (var key = 0; key < 1_000; key++)
        {
            await host.Grains.GetGrain<IWorkerGrain>(key).Work(gate);
        }
        var workers = host.Services.GetRequiredService<Silo>().Factory.Classes
            .Single(each => each.ClrType == typeof(WorkerGrain)).Workers!;
        Assert.InRange(workers.KeyCount, 50, 100);
    }

    [Fact]
    public async Task What_asked_to_stay_stays_beyond_the_bound()
    {
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<EmbeddedEngineOptions>(options => options.ActivationsMax = 100));
        var kept = host.Grains.GetGrain<ILastingGrain>("kept", typeof(LastingGrain).FullName);
        var left = host.Grains.GetGrain<ILastingGrain>("left", typeof(LastingGrain).FullName);
        await kept.Keep(TimeSpan.FromMinutes(1));
        await left.Count();
        await kept.Count();
        for (var i = 0; i < 1_000; i++)
        {
            await host.Grains.GetGrain<IEchoGrain>($"{i}").Add(1, 1);
        }

        Assert.Equal((2, 1), (await kept.Count(), await left.Count()));
    }

    [Fact]
    public async Task A_call_that_completes_at_once_allocates_nothing()
    {
        await using var host = await SiloHost.StartAsync();
        var echo = host.Grains.GetGrain<IEchoGrain>("a");
        await AddAsync(echo, 100_000);

        // On a busy machine it takes a while until the compiler has done its best.
        var allocated = await AddAsync(echo, 1_000);
        for (var wait = 0; allocated > 0 && wait < 300; wait++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            allocated = await AddAsync(echo, 1_000);
        }

        Assert.Equal(0, allocated);
    }

    private static async Task<long> AddAsync(IEchoGrain echo, int count)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            var adding = echo.Add(1, 2);
            Assert.True(adding.IsCompletedSuccessfully);
            sum += await adding;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(3 * count, sum);
        return allocated;
    }
}
