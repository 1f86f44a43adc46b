using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Diagnostics;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Krewe.Engine.Tests.Calls;

public interface IGuardedGrain : IGrainWithStringKey
{
    Task<string> Say(string text);

    Task<string?> Seen(string key);

    Task Nothing();

    Task<int> Fail(int times);
}

internal sealed class GuardedGrain : Grain, IGuardedGrain, IIncomingGrainCallFilter
{
    private int _failures;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(Say))
        {
            context.Result = $"<{context.Result}>";
        }
    }

    public Task<string> Say(string text) => Task.FromResult(text);

    public Task<string?> Seen(string key) => Task.FromResult(RequestContext.Get(key) as string);

    public Task Nothing() => Task.CompletedTask;

    public Task<int> Fail(int times) => ++_failures <= times
        ? throw new InvalidTimeZoneException($"{_failures}")
        : Task.FromResult(_failures);
}

public sealed class FilterTests
{
    [Fact]
    public async Task A_filter_sees_the_failure_as_response_and_may_replace_it()
    {
        Response? seen = null;
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddIncomingGrainCallFilter(async context =>
            {
                try
                {
                    await context.Invoke();
                }
                catch (InvalidTimeZoneException)
                {
                    seen = context.Response;
                    context.Response = Response.FromResult(-1);
                }
            }));
        Assert.Equal(-1, await host.Grains.GetGrain<IGuardedGrain>("a").Fail(1));
        Assert.IsType<InvalidTimeZoneException>(seen?.Exception);
    }

    [Fact]
    public async Task A_filter_may_turn_an_answer_into_a_failure()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddOutgoingGrainCallFilter(async context =>
            {
                await context.Invoke();
                context.Response = Response.FromException(new InvalidTimeZoneException("no"));
            }));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => host.Grains.GetGrain<IGuardedGrain>("a").Say("x"));
    }

    [Fact]
    public async Task A_filter_that_catches_may_try_again()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddIncomingGrainCallFilter(async context =>
            {
                while (true)
                {
                    try
                    {
                        await context.Invoke();
                        return;
                    }
                    catch (InvalidTimeZoneException)
                    {
                        // Once more.
                    }
                }
            }));
        Assert.Equal(4, await host.Grains.GetGrain<IGuardedGrain>("a").Fail(3));
    }

    [Fact]
    public async Task A_filter_that_goes_on_twice_is_told()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddIncomingGrainCallFilter(async context =>
            {
                await context.Invoke();
                await context.Invoke();
            }));
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => host.Grains.GetGrain<IEchoGrain>("a").Echo("x"));
    }

    [Fact]
    public async Task A_grain_may_filter_its_own_calls_where_the_silo_has_no_filter()
    {
        await using var host = await SiloHost.StartAsync();
        var grain = host.Grains.GetGrain<IGuardedGrain>("a");
        Assert.Equal("<x>", await grain.Say("x"));
        await grain.Nothing();
    }

    [Fact]
    public async Task What_an_outgoing_filter_puts_into_the_request_context_reaches_the_grain()
    {
        await using var host = await SiloHost.StartAsync(silo =>
            silo.AddOutgoingGrainCallFilter(context =>
            {
                RequestContext.Set("who", "filter");
                return context.Invoke();
            }));
        Assert.Equal("filter", await host.Grains.GetGrain<IGuardedGrain>("a").Seen("who"));
        Assert.Null(RequestContext.Get("who"));
    }

    [Fact]
    public async Task Calls_between_grains_are_traced_while_somebody_listens()
    {
        var ended = new List<Activity>();
        await using var host = await SiloHost.StartAsync(silo => silo.AddActivityPropagation());
        var grain = host.Grains.GetGrain<IGuardedGrain>("a");
        await grain.Say("before");
        using (var listener = new ActivityListener
        {
            ShouldListenTo = source =>
                source.Name == ActivitySources.ApplicationGrainActivitySourceName,
            Sample = static (ref _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (ended)
                {
                    ended.Add(activity);
                }
            },
        })
        {
            ActivitySource.AddActivityListener(listener);
            await grain.Say("x");
        }
        await grain.Say("after");
        var mine = ended.Where(each => Equals(
            each.GetTagItem("rpc.service"), typeof(IGuardedGrain).FullName)).ToArray();
        Assert.Equal(
            [ActivityKind.Server, ActivityKind.Client], mine.Select(each => each.Kind));
        Assert.Equal(mine[1].SpanId, mine[0].ParentSpanId);
        Assert.Equal("Say", mine[0].GetTagItem("rpc.method"));
    }

    [Fact]
    public async Task A_filter_class_comes_from_the_services()
    {
        var log = new Log();
        await using var host = await SiloHost.StartAsync(silo =>
        {
            silo.AddIncomingGrainCallFilter<LoggingFilter>();
            silo.Services.AddSingleton(log);
        });
        await host.Grains.GetGrain<IGuardedGrain>("a").Say("x");
        Assert.Equal(["Say"], log.Lines);
    }

    private sealed class Log
    {
        internal List<string> Lines { get; } = [];
    }

    private sealed class LoggingFilter(Log log) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context)
        {
            log.Lines.Add(context.MethodName);
            return context.Invoke();
        }
    }
}
