using System.Runtime.CompilerServices;
using Krewe.Tests.Support;
using Orleans;
using Orleans.Concurrency;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Krewe.Engine.Tests.Calls;

public interface ISequenceGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Count(int until, CancellationToken cancellationToken = default);

    Task Tell(IListener listener);

    Task<string> Context(string key);
}

public interface IListener : IGrainObserver
{
    void Hear(string text);
}

internal sealed class SequenceGrain : Grain, ISequenceGrain
{
    public async IAsyncEnumerable<int> Count(
        int until, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < until; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public Task Tell(IListener listener)
    {
        listener.Hear("one");
        listener.Hear("two");
        return Task.CompletedTask;
    }

    public Task<string> Context(string key)
    {
        var seen = $"{RequestContext.Get(key)}";
        RequestContext.Set(key, "changed");
        return Task.FromResult(seen);
    }
}

public interface IWorkerGrain : IGrainWithIntegerKey
{
    Task Work(Gate gate);
}

[StatelessWorker(2)]
internal sealed class WorkerGrain : Grain, IWorkerGrain
{
    public Task Work(Gate gate) => gate.PassAsync();
}

public sealed class CallKindTests
{
    [Fact]
    public async Task A_call_beyond_the_mailbox_bound_is_refused()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.Configure<SiloMessagingOptions>(
                options => options.MaxEnqueuedRequestsHardLimit = 2));
        var grain = host.Grains.GetGrain<ITurnGrain>(1, typeof(TurnGrain).FullName);
        var gate = new Gate();
        var first = grain.Enter(gate);
        await gate.Entered;
        var waiting = new[] { grain.Append(1), grain.Append(2) };
        await Assert.ThrowsAsync<LimitExceededException>(() => grain.Append(3));
        gate.Open();
        await first;
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_stopped_silo_takes_no_calls()
    {
        await using var host = await SiloHost.StartAsync();
        var known = host.Grains.GetGrain<IEchoGrain>("known");
        await known.Echo("x");
        await host.StopAsync();
        await Assert.ThrowsAsync<SiloUnavailableException>(async () => await known.Echo("x"));
        await Assert.ThrowsAsync<SiloUnavailableException>(
            async () => await host.Grains.GetGrain<IEchoGrain>("other").Echo("x"));
    }

    [Fact]
    public async Task A_sequence_is_read_step_by_step()
    {
        await using var host = await SiloHost.StartAsync();
        var read = new List<int>();
        await foreach (var each in host.Grains.GetGrain<ISequenceGrain>("a").Count(5))
        {
            read.Add(each);
        }
        Assert.Equal(Enumerable.Range(0, 5), read);
    }

    [Fact]
    public async Task An_observer_hears_calls_in_order()
    {
        await using var host = await SiloHost.StartAsync();
        var listener = new Listener();
        var reference = host.Grains.CreateObjectReference<IListener>(listener);
        await host.Grains.GetGrain<ISequenceGrain>("a").Tell(reference);
        Assert.Equal("one two", await listener.Heard.Task);
    }

    [Fact]
    public async Task What_is_told_to_a_deleted_observer_is_dropped()
    {
        await using var host = await SiloHost.StartAsync();
        var (gone, listener) = (new Listener(), new Listener());
        var deaf = host.Grains.CreateObjectReference<IListener>(gone);
        var reference = host.Grains.CreateObjectReference<IListener>(listener);
        host.Grains.DeleteObjectReference<IListener>(gone);
        deaf.Hear("one");
        reference.Hear("one");
        reference.Hear("two");
        Assert.Equal("one two", await listener.Heard.Task);
        Assert.False(gone.Heard.Task.IsCompleted);
    }

    [Fact]
    public async Task A_call_without_a_limit_waits_for_its_answer()
    {
        var time = new ManualTimeProvider();
        await using var host = await SiloHost.StartAsync(
            silo => silo.Configure<SiloMessagingOptions>(
                options => options.ResponseTimeout = Timeout.InfiniteTimeSpan),
            time);
        var gate = new Gate();
        var call = host.Grains.GetGrain<ITurnGrain>(1, typeof(TurnGrain).FullName).Enter(gate);
        time.Advance(TimeSpan.FromHours(1));
        gate.Open();
        await call;
    }

    [Fact]
    public async Task A_request_context_reaches_the_callee_and_its_changes_stay_there()
    {
        await using var host = await SiloHost.StartAsync();
        RequestContext.Set("who", "me");
        Assert.Equal("me", await host.Grains.GetGrain<ISequenceGrain>("a").Context("who"));
        Assert.Equal("me", RequestContext.Get("who"));
    }

    [Fact]
    public async Task A_stateless_worker_serves_as_many_calls_at_once_as_it_has_activations()
    {
        await using var host = await SiloHost.StartAsync();
        var worker = host.Grains.GetGrain<IWorkerGrain>(0);
        var gates = new[] { new Gate(), new Gate(), new Gate() };
        var work = gates.Select(worker.Work).ToArray();
        await Task.WhenAll(gates[0].Entered, gates[1].Entered);
        Assert.False(gates[2].Entered.IsCompleted);
        Array.ForEach(gates, gate => gate.Open());
        await Task.WhenAll(work);
    }

    [Fact]
    public async Task Filters_see_calls_and_may_change_arguments_and_results()
    {
        var seen = new List<string>();
        await using var host = await SiloHost.StartAsync(silo => silo
            .AddOutgoingGrainCallFilter(async context =>
            {
                seen.Add($"out {context.MethodName}");
                await context.Invoke();
                context.Result = (int)context.Result! * 10;
            })
            .AddIncomingGrainCallFilter(async context =>
            {
                seen.Add($"in {context.ImplementationMethod.DeclaringType!.Name}");
                context.Request.SetArgument(0, 40);
                await context.Invoke();
            }));
        Assert.Equal(420, await host.Grains.GetGrain<IEchoGrain>("a").Add(1, 2));
        Assert.Equal(["out Add", "in EchoGrain"], seen);
    }

    private sealed class Listener : IListener
    {
        private readonly List<string> _heard = [];

        internal TaskCompletionSource<string> Heard { get; } = new();

        public void Hear(string text)
        {
            _heard.Add(text);
            if (_heard.Count == 2)
            {
                Heard.TrySetResult(string.Join(' ', _heard));
            }
        }
    }
}
