using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Utilities;

namespace Krewe.Engine.Tests.Calls;

public interface IHearer : IGrainObserver
{
    Task Hear(string text);
}

public interface IHubGrain : IGrainWithStringKey
{
    Task Join(IHearer hearer);

    Task Leave(IHearer hearer);

    Task<int> Tell(string text);

    Task Pass(TimeSpan time);

    Task<int> WaitFor(GrainCancellationToken token, Gate gate);

    Task Serve(string text, Gate gate);

    Task<string> Served();

    IAsyncEnumerable<int> Count(int until);
}

[Reentrant]
internal sealed class HubGrain : Grain, IHubGrain
{
    private readonly ObserverManager<IHearer> _hearers =
        new(TimeSpan.FromMinutes(5), NullLogger.Instance);

    private readonly AsyncSerialExecutor _executor = new();
    private readonly List<string> _served = [];
    private DateTime _now = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public HubGrain()
    {
        _hearers.GetDateTime = () => _now;
    }

    public Task Join(IHearer hearer)
    {
        _hearers.Subscribe(hearer, hearer);
        return Task.CompletedTask;
    }

    public Task Leave(IHearer hearer)
    {
        _hearers.Unsubscribe(hearer);
        return Task.CompletedTask;
    }

    public async Task<int> Tell(string text)
    {
        await _hearers.Notify(each => each.Hear(text));
        return _hearers.Count;
    }

    public Task Pass(TimeSpan time)
    {
        _now += time;
        return Task.CompletedTask;
    }

    public async Task<int> WaitFor(GrainCancellationToken token, Gate gate)
    {
        await gate.PassAsync().WaitAsync(token.CancellationToken);
        return 1;
    }

    public Task Serve(string text, Gate gate) => _executor.AddNext(async () =>
    {
        _served.Add($"{text}(");
        await gate.PassAsync();
        _served.Add(text.Length > 1 ? throw new InvalidTimeZoneException(text) : $"){text}");
    });

    public Task<string> Served() => Task.FromResult(string.Concat(_served));

    public async IAsyncEnumerable<int> Count(int until)
    {
        for (var i = 0; i < until; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }
}

public sealed class UtilityTests
{
    [Fact]
    public async Task Observers_hear_until_they_leave_fail_or_expire()
    {
        await using var host = await SiloHost.StartAsync();
        var hub = host.Grains.GetGrain<IHubGrain>("a");
        var all = new[] { new Hearer(), new Hearer(), new Hearer { Fails = true }, new Hearer() };
        var references = Array.ConvertAll(
            all, each => host.Grains.CreateObjectReference<IHearer>(each));
        foreach (var each in references)
        {
            await hub.Join(each);
        }
        Assert.Equal(3, await hub.Tell("one"));
        await hub.Leave(references[1]);
        Assert.Equal(2, await hub.Tell("two"));
        await hub.Pass(TimeSpan.FromMinutes(3));
        await hub.Join(references[0]);
        await hub.Pass(TimeSpan.FromMinutes(3));
        Assert.Equal(1, await hub.Tell("three"));
        Assert.Equal(
            "one two three|one||one two", string.Join('|', all.Select(each => each.Heard)));
    }

    [Fact]
    public async Task A_grain_token_cancels_the_call_that_was_given_it()
    {
        await using var host = await SiloHost.StartAsync();
        using var source = new GrainCancellationTokenSource();
        var gate = new Gate();
        var waiting = host.Grains.GetGrain<IHubGrain>("a").WaitFor(source.Token, gate);
        await gate.Entered;
        Assert.False(source.IsCancellationRequested);
        await source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(source.IsCancellationRequested);
    }

    [Fact]
    public async Task A_serial_executor_runs_one_after_the_other_also_after_a_failure()
    {
        await using var host = await SiloHost.StartAsync();
        var hub = host.Grains.GetGrain<IHubGrain>("a");
        var gates = new[] { new Gate(), new Gate(), new Gate() };
        var (a, bad, c) = (
            hub.Serve("a", gates[0]), hub.Serve("bad", gates[1]), hub.Serve("c", gates[2]));
        await gates[0].Entered;
        gates[2].Open();
        gates[1].Open();
        Assert.Equal("a(", await hub.Served());
        gates[0].Open();
        await a;
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => bad);
        await c;
        Assert.Equal("a()abad(c()c", await hub.Served());
    }

    [Fact]
    public async Task A_sequence_may_be_read_in_batches()
    {
        await using var host = await SiloHost.StartAsync();
        var read = new List<int>();
        await foreach (var each in host.Grains.GetGrain<IHubGrain>("a").Count(5).WithBatchSize(2))
        {
            read.Add(each);
        }
        Assert.Equal(Enumerable.Range(0, 5), read);
    }

    private sealed class Hearer : IHearer
    {
        private readonly List<string> _heard = [];

        internal bool Fails { get; init; }

        internal string Heard => string.Join(' ', _heard);

        public Task Hear(string text)
        {
            _heard.Add(Fails ? throw new IOException("deaf") : text);
            return Task.CompletedTask;
        }
    }
}
