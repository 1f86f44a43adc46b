using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Calls;

public interface ITapeGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Play(int failAt, CancellationToken cancellationToken = default);

    IAsyncEnumerable<string> Who();

    [ResponseTimeout("00:00:00.200")]
    IAsyncEnumerable<int> PlayAfter(Gate gate);

    Task<int> Ended();

    Task End();
}

internal sealed class TapeGrain : Grain, ITapeGrain
{
    private int _ended;

    public async IAsyncEnumerable<int> Play(
        int failAt, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                yield return i == failAt ? throw new InvalidTimeZoneException("torn") : i;
            }
        }
        finally
        {
            _ended++;
        }
    }

    public async IAsyncEnumerable<string> Who()
    {
        await Task.Yield();
        yield return $"{RequestContext.Get("who")}";
    }

    public async IAsyncEnumerable<int> PlayAfter(Gate gate)
    {
        try
        {
            await gate.PassAsync();
            yield return 1;
        }
        finally
        {
            _ended++;
        }
    }

    public Task<int> Ended() => Task.FromResult(_ended);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}

public sealed class SequenceTests
{
    [Fact]
    public async Task A_sequence_that_fails_tells_its_reader_and_ends()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ITapeGrain>("a");
        var read = new List<int>();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () =>
        {
            await foreach (var each in grain.Play(3))
            {
                read.Add(each);
            }
        });
        Assert.Equal([0, 1, 2], read);
        Assert.Equal(1, await grain.Ended());
    }

    [Fact]
    public async Task A_reader_that_cancels_ends_the_sequence()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ITapeGrain>("a");
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var each in grain.Play(-1).WithCancellation(source.Token))
            {
                if (each == 3)
                {
                    await source.CancelAsync();
                }
            }
        });
        Assert.Equal(1, await grain.Ended());
    }

    [Fact]
    public async Task A_sequence_may_pause_for_longer_than_a_call_may_take()
    {
        await using var host = await SiloHost.StartAsync();
        var gate = new Gate();
        var steps = host.Grains.GetGrain<ITapeGrain>("a").PlayAfter(gate).GetAsyncEnumerator();
        var step = steps.MoveNextAsync().AsTask();
        await Assert.ThrowsAsync<TimeoutException>(
            () => step.WaitAsync(TimeSpan.FromMilliseconds(600)));
        gate.Open();
        Assert.True(await step);
        Assert.Equal(1, steps.Current);
        await steps.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_that_cancels_does_not_wait_for_a_sequence_that_pauses()
    {
        await using var host = await SiloHost.StartAsync();
        var (grain, gate) = (host.Grains.GetGrain<ITapeGrain>("a"), new Gate());
        using var source = new CancellationTokenSource();
        var steps = grain.PlayAfter(gate).GetAsyncEnumerator(source.Token);
        var step = steps.MoveNextAsync().AsTask();
        await gate.Entered;
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);
        Assert.Equal(0, await grain.Ended());
        gate.Open();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await grain.Ended() == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, limit.Token);
        }
    }

    [Fact]
    public async Task A_sequence_whose_grain_ended_is_aborted()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ITapeGrain>("a");
        await Assert.ThrowsAsync<EnumerationAbortedException>(async () =>
        {
            await foreach (var each in grain.Play(-1))
            {
                if (each == 3)
                {
                    await grain.End();
                }
            }
        });
    }

    [Fact]
    public async Task A_reader_that_leaves_early_ends_the_sequence()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<ITapeGrain>("a");
        await foreach (var each in grain.Play(-1))
        {
            if (each == 3)
            {
                break;
            }
        }
        Assert.Equal(1, await grain.Ended());
    }

    [Fact]
    public async Task A_sequence_knows_the_request_context_of_its_reader()
    {
        await using var host = await SiloHost.StartAsync();
        RequestContext.Set("who", "me");
        await foreach (var who in host.Grains.GetGrain<ITapeGrain>("a").Who())
        {
            Assert.Equal("me", who);
        }
    }
}
