using System.Runtime.CompilerServices;
using Orleans;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Calls;

public interface ITapeGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Play(int failAt, CancellationToken cancellationToken = default);

    IAsyncEnumerable<string> Who();

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
