using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Calls;

public interface ITurnGrain : IGrainWithIntegerKey
{
    Task Enter(Gate gate);

    Task EnterAsYouLike(Gate gate);

    [ReadOnly]
    Task Look(Gate gate);

    [AlwaysInterleave]
    Task<int> Peek();

    Task Append(int number);

    Task<int[]> Numbers();

    Task CallInCircle(ITurnGrain other, ITurnGrain self);

    Task CallBack(ITurnGrain self);

    Task CallAllowed(ITurnGrain other, ITurnGrain self);

    Task<int> Overlaps(int rounds);

    [OneWay]
    Task Tell(Gate gate);
}

/// <summary>Lets a test hold a grain inside a call.</summary>
public sealed class Gate
{
    private readonly TaskCompletionSource _entered = new();
    private readonly TaskCompletionSource _opened = new();

    public Task Entered => _entered.Task;

    public void Open() => _opened.TrySetResult();

    public async Task PassAsync()
    {
        _entered.TrySetResult();
        await _opened.Task;
    }
}

internal class TurnGrain : Grain, ITurnGrain
{
    private readonly List<int> _numbers = [];
    private int _inside;

    public async Task Enter(Gate gate)
    {
        _inside++;
        await gate.PassAsync();
        _inside--;
    }

    public Task EnterAsYouLike(Gate gate) => gate.PassAsync();

    public Task Look(Gate gate) => gate.PassAsync();

    public Task<int> Peek() => Task.FromResult(_inside);

    public async Task Append(int number)
    {
        if (number % 7 == 0)
        {
            await Task.Yield();
        }
        _numbers.Add(number);
    }

    public Task<int[]> Numbers() => Task.FromResult(_numbers.ToArray());

    public Task CallInCircle(ITurnGrain other, ITurnGrain self) => other.CallBack(self);

    public Task CallBack(ITurnGrain self) => self.Append(1);

    public async Task CallAllowed(ITurnGrain other, ITurnGrain self)
    {
        using var section = RequestContext.AllowCallChainReentrancy();
        await other.CallBack(self);
    }

    public async Task<int> Overlaps(int rounds)
    {
        var overlaps = 0;
        for (var i = 0; i < rounds; i++)
        {
            overlaps += Interlocked.Exchange(ref _inside, 1);
            Thread.SpinWait(50);
            Volatile.Write(ref _inside, 0);
            await Task.Yield();
        }
        return overlaps;
    }

    public Task Tell(Gate gate) => gate.PassAsync();
}

public interface IReentrantTurnGrain : ITurnGrain;

[Reentrant]
internal sealed class ReentrantTurnGrain : TurnGrain, IReentrantTurnGrain;

public sealed class TurnTests
{
    [Fact]
    public async Task A_cycle_of_calls_ends_by_a_timeout_that_names_grain_and_method()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.Configure<SiloMessagingOptions>(
                options => options.ResponseTimeout = TimeSpan.FromMilliseconds(300)));
        var (one, two) = Two(host);
        var thrown = await Assert.ThrowsAsync<TimeoutException>(() => one.CallInCircle(two, one));
        Assert.Contains(nameof(ITurnGrain), thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cycle_of_calls_passes_where_the_chain_may_reenter()
    {
        await using var host = await SiloHost.StartAsync();
        var (one, two) = Two(host);
        await one.CallAllowed(two, one);
        var numbers = await one.Numbers();
        Assert.Equal([1], numbers);
    }

    [Fact]
    public async Task A_call_waits_while_another_is_in_progress()
    {
        await using var host = await SiloHost.StartAsync();
        var (one, _) = Two(host);
        var gate = new Gate();
        var first = one.Enter(gate);
        await gate.Entered;
        var second = one.Append(1);
        Assert.Equal(1, await one.Peek());
        Assert.False(second.IsCompleted);
        gate.Open();
        await first;
        await second;
    }

    [Fact]
    public async Task Read_only_calls_run_beside_each_other_but_not_beside_others()
    {
        await using var host = await SiloHost.StartAsync();
        var (one, _) = Two(host);
        var gates = new[] { new Gate(), new Gate() };
        var looks = gates.Select(one.Look).ToArray();
        await Task.WhenAll(gates.Select(gate => gate.Entered));
        var append = one.Append(1);
        await one.Peek();
        Assert.False(append.IsCompleted);
        gates[0].Open();
        gates[1].Open();
        await Task.WhenAll(looks);
        await append;
    }

    [Fact]
    public async Task A_reentrant_grain_starts_calls_while_others_wait()
    {
        await using var host = await SiloHost.StartAsync();
        var one = host.Grains.GetGrain<IReentrantTurnGrain>(1);
        var gate = new Gate();
        var first = one.Enter(gate);
        await gate.Entered;
        await one.Append(1);
        gate.Open();
        await first;
    }

    [Fact]
    public async Task Even_a_reentrant_grain_runs_on_one_thread_at_a_time()
    {
        await using var host = await SiloHost.StartAsync();
        var one = host.Grains.GetGrain<IReentrantTurnGrain>(1);
        var overlaps = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => one.Overlaps(200))));
        Assert.Equal(0, overlaps.Sum());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task Calls_of_one_caller_arrive_in_order(int callers)
    {
        await using var host = await SiloHost.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(key => Task.Run(async () =>
        {
            var one = host.Grains.GetGrain<ITurnGrain>(key, typeof(TurnGrain).FullName);
            await Task.WhenAll(Enumerable.Range(0, 200).Select(one.Append));
            Assert.Equal(Enumerable.Range(0, 200), await one.Numbers());
        })));
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait()
    {
        await using var host = await SiloHost.StartAsync();
        var (one, _) = Two(host);
        var gate = new Gate();
        await one.Tell(gate);
        await gate.Entered;
        gate.Open();
        await one.Append(1);
    }

    private static (ITurnGrain One, ITurnGrain Two) Two(SiloHost host) =>
        (host.Grains.GetGrain<ITurnGrain>(1, typeof(TurnGrain).FullName),
        host.Grains.GetGrain<ITurnGrain>(2, typeof(TurnGrain).FullName));
}
