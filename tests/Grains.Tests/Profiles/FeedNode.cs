using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Grains.Onboarding;
using Krewe.Grains.Profiles;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans;

namespace Krewe.Grains.Tests.Profiles;

/// <summary>The feeds of one of several silos; the grains are those of a silo that they
/// share.</summary>
internal sealed class FeedNode
{
    public FeedNode(
        FeedSilo silo, string name, FeedOptions? options = null, TimeProvider? time = null)
    {
        var set = Options.Create(
            options ?? new FeedOptions { AcknowledgeTimeout = TimeSpan.FromMinutes(1) });
        var metrics = silo.Services.GetRequiredService<FeedMetrics>();
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        Links = new FeedLinks(
            grains,
            new FakeSilos(name),
            set,
            time ?? TimeProvider.System,
            NullLogger<FeedLinks>.Instance);
        Feed = new MembershipFeed(
            grains, Links, set, metrics, NullLogger<MembershipFeed>.Instance);
        Jobs = new JobFeed(grains, Links, metrics, TimeProvider.System);
        Links.Attach(Feed);
        Links.Attach(Jobs);
        Links.Open();
    }

    public FeedLinks Links { get; }

    public MembershipFeed Feed { get; }

    public JobFeed Jobs { get; }
}

/// <summary>The silos that are up, by a test's word.</summary>
internal sealed class FakeSilos(string self, params string[] up) : IFeedSilos
{
    public string Self => self;

    public ImmutableArray<string> Up { get; set; } = [.. up];

    public ValueTask<ImmutableArray<string>> ActiveAsync(CancellationToken cancellationToken) =>
        new(Up);
}

/// <summary>Another silo whose feeds do what a test says, and keep what they are sent.</summary>
internal sealed class FakePeer : IFeedPeer
{
    private readonly List<FeedBatch> _batches = [];
    private readonly List<(int Count, TaskCompletionSource Met)> _waiters = [];

    /// <summary>What happens before a batch is taken.</summary>
    public Func<Task> Taking { get; set; } = () => Task.CompletedTask;

    /// <summary>What happens before it answers what it wants.</summary>
    public Func<Task> Exchanging { get; set; } = () => Task.CompletedTask;

    public FeedWatch Wants { get; set; } = new(0, []);

    /// <summary>Completes when so many batches have come.</summary>
    public async Task<IReadOnlyList<FeedBatch>> BatchesAsync(int count)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_batches)
        {
            _waiters.Add((count, met));
            Tell();
        }

        await met.Task.WaitAsync(TimeSpan.FromSeconds(60));
        lock (_batches)
        {
            return [.. _batches];
        }
    }

    public async Task<FeedWatch> ExchangeAsync(string silo, IFeedPeer peer, FeedWatch watch)
    {
        await Exchanging();
        return Wants;
    }

    public async Task TakeAsync(FeedBatch batch)
    {
        lock (_batches)
        {
            _batches.Add(batch);
            Tell();
        }

        await Taking();
    }

    public Task LeaveAsync(string silo) => Task.CompletedTask;

    private void Tell()
    {
        foreach (var (_, met) in _waiters.Where(waiter => waiter.Count <= _batches.Count))
        {
            met.TrySetResult();
        }
    }
}
