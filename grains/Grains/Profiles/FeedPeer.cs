using System.Collections.Concurrent;
using Krewe.Contracts.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>What the other silos call: the live feeds of this process.</summary>
internal sealed class FeedPeer(FeedLinks links) : IFeedPeer
{
    private readonly ConcurrentDictionary<string, long> _taken = new(StringComparer.Ordinal);

    // The other one is linked before it is answered: from then on it hears of every later wish.
    public Task<FeedWatch> ExchangeAsync(string silo, IFeedPeer peer, FeedWatch watch)
    {
        links.Hear(new FeedMember(silo, peer), watch);
        return Task.FromResult(links.Watch());
    }

    public Task TakeAsync(FeedBatch batch)
    {
        if (batch.Sequence > _taken.GetValueOrDefault(batch.From))
        {
            _taken[batch.From] = batch.Sequence;
            links.Receive(batch);
        }

        return Task.CompletedTask;
    }

    public Task LeaveAsync(string silo)
    {
        links.Forget(silo);
        return Task.CompletedTask;
    }
}
