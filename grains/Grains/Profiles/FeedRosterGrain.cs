using Krewe.Contracts.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>Keeps who carries live feeds, in memory alone.</summary>
internal sealed class FeedRosterGrain(IFeedSilos silos) : Grain, IFeedRosterGrain
{
    private readonly SortedDictionary<string, IFeedPeer> _members = new(StringComparer.Ordinal);

    public async Task<FeedRoster> JoinAsync(
        string silo, IFeedPeer peer, CancellationToken cancellationToken)
    {
        var up = await silos.ActiveAsync(cancellationToken);
        foreach (var gone in _members.Keys.Except(up, StringComparer.Ordinal).ToArray())
        {
            _members.Remove(gone);
        }

        // A silo that joins is up, whether or not the cluster says so yet.
        _members[silo] = peer;
        return new FeedRoster(
            [.. _members.Select(member => new FeedMember(member.Key, member.Value))], up);
    }

    public Task LeaveAsync(string silo, CancellationToken cancellationToken)
    {
        _members.Remove(silo);
        return Task.CompletedTask;
    }
}
