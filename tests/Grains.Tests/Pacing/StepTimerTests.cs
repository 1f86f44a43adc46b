using System.Threading.Channels;
using Krewe.Grains.Pacing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;

namespace Krewe.Grains.Tests.Pacing;

/// <summary>
/// Goal: nobody who asks for a step waits in vain, and steps never overlap.
/// Method: a grain whose steps a test holds and lets go.
/// </summary>
public sealed class StepTimerTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Steps _steps = new();
    private IHost? _host;

    private IStepsGrain Grain => _host!.Services.GetRequiredService<IGrainFactory>()
        .GetGrain<IStepsGrain>("a");

    public async Task InitializeAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(_steps);
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Grain_that_waits_for_a_step_asks_to_stay_until_then()
    {
        await Grain.AskAsync(TimeSpan.FromHours(1));
        await Grain.AskAsync(Soon);

        Assert.InRange(
            await _steps.StayAsync(), TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
        Assert.Equal(0, _steps.StayCount);
    }

    [Fact]
    public async Task Step_that_is_asked_for_during_a_step_is_taken_after_it()
    {
        await Grain.AskAsync(Soon);
        var first = await _steps.BegunAsync();
        await Grain.AskAsync(Soon);
        Assert.False(_steps.HasBegun);

        first.SetResult(null);

        (await _steps.BegunAsync()).SetResult(null);
    }

    [Fact]
    public async Task Wait_that_a_step_names_goes_before_the_one_that_was_asked_for_meanwhile()
    {
        await Grain.AskAsync(Soon);
        var first = await _steps.BegunAsync();
        await Grain.AskAsync(Soon);
        first.SetResult(TimeSpan.FromHours(2));
        await _steps.StayAsync();

        Assert.InRange(
            await _steps.StayAsync(), TimeSpan.FromHours(2), TimeSpan.FromHours(2.1));
        await Grain.WakeAsync();
        (await _steps.BegunAsync()).SetResult(null);
    }

    [Fact]
    public async Task Waking_during_a_step_has_the_next_one_follow_at_once()
    {
        await Grain.WakeAsync();
        var first = await _steps.BegunAsync();
        await Grain.WakeAsync();
        Assert.False(_steps.HasBegun);

        first.SetResult(TimeSpan.FromHours(1));

        (await _steps.BegunAsync()).SetResult(null);
    }

    /// <summary>What a grain's steps do.</summary>
    internal sealed class Steps
    {
        private readonly Channel<TaskCompletionSource<TimeSpan?>> _begun =
            Channel.CreateUnbounded<TaskCompletionSource<TimeSpan?>>();

        private readonly Channel<TimeSpan> _stays = Channel.CreateUnbounded<TimeSpan>();

        /// <summary>Whether a step has begun that no test has seen.</summary>
        public bool HasBegun => _begun.Reader.Count > 0;

        /// <summary>How often the grain has asked to stay, and no test has seen it.</summary>
        public int StayCount => _stays.Reader.Count;

        public Task<TimeSpan?> StepAsync()
        {
            var step = new TaskCompletionSource<TimeSpan?>(
                TaskCreationOptions.RunContinuationsAsynchronously);
            Assert.True(_begun.Writer.TryWrite(step));
            return step.Task;
        }

        public void Stay(TimeSpan time) => Assert.True(_stays.Writer.TryWrite(time));

        /// <summary>The next step, when it has begun; its result is when the one after it is
        /// due.</summary>
        public Task<TaskCompletionSource<TimeSpan?>> BegunAsync() =>
            _begun.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        /// <summary>For how long the grain has asked to stay.</summary>
        public Task<TimeSpan> StayAsync() => _stays.Reader.ReadAsync().AsTask().WaitAsync(Limit);
    }
}

public interface IStepsGrain : IGrainWithStringKey
{
    Task AskAsync(TimeSpan wait);

    Task WakeAsync();
}

internal sealed class StepsGrain : Grain, IStepsGrain
{
    private readonly StepTimer _timer;

    public StepsGrain(StepTimerTests.Steps steps) =>
        _timer = new StepTimer(this, _ => steps.StepAsync(), steps.Stay);

    public Task AskAsync(TimeSpan wait)
    {
        _timer.ArmIfIdle(wait);
        return Task.CompletedTask;
    }

    public Task WakeAsync()
    {
        _timer.Wake();
        return Task.CompletedTask;
    }
}
