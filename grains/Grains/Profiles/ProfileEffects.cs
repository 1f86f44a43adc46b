using Krewe.Contracts.Activation;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>What calls to profiles left to do, gathered to be done in batches.</summary>
/// <remarks>
/// Calls that run at once share one; their caller flushes, and may count its work as done only
/// after
/// <see cref="FlushAsync"/>; what was gathered before a crash is answered again by the profiles.
/// </remarks>
internal sealed class ProfileEffects(IClusterClient client, WorkspaceId workspace)
{
    private const int HourSeconds = 3_600;
    private const int DueShards = 8;

    private readonly List<DueProfile> _due = [];
    private readonly List<(IdentityKey Profile, long Version)> _confirmed = [];
    private readonly Dictionary<(DestinationId, int), List<Qualification>> _news = [];

    /// <summary>Takes what a reply leaves to do.</summary>
    public void Add(IdentityKey profile, ProfileReply reply)
    {
        lock (_due)
        {
            AddLocked(profile, reply);
        }
    }

    private void AddLocked(IdentityKey profile, ProfileReply reply)
    {
        if (reply.DueAt != Profile.NeverDue)
        {
            _due.Add(new DueProfile(profile, reply.DueAt));
        }

        if (reply.Outbox.IsEmpty)
        {
            return;
        }

        _confirmed.Add((profile, reply.Version));
        foreach (var qualification in reply.Outbox)
        {
            var shard = DestinationShards.Of(qualification.Identifier);
            var key = (qualification.Destination, shard);
            if (!_news.TryGetValue(key, out var news))
            {
                _news.Add(key, news = []);
            }

            news.Add(qualification);
        }
    }

    /// <summary>Registers what is due, hands the news to the destinations, and tells the profiles
    /// that it is stored.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(RegisterDueAsync(cancellationToken), PublishAsync());
        await ConfirmAsync(cancellationToken);
        _due.Clear();
        _news.Clear();
        _confirmed.Clear();
    }

    private Task RegisterDueAsync(CancellationToken cancellationToken) => Task.WhenAll(_due
        .GroupBy(due => (
            Hour: due.At / HourSeconds,
            Shard: StableHash.Bucket(due.Profile.StableHashCode(), DueShards)))
        .Select(group => client
            .GetGrain<IDueGrain>(workspace.DueKey(group.Key.Hour, group.Key.Shard))
            .AddAsync([.. group], cancellationToken)));

    private Task PublishAsync()
    {
        if (_news.Count == 0)
        {
            return Task.CompletedTask;
        }

        var streams = client.GetStreamProvider(DestinationShards.Stream);
        return Task.WhenAll(_news.Select(pair => streams
            .GetStream<Qualification>(StreamId.Create(
                DestinationShards.Stream,
                workspace.ShardKey(pair.Key.Item1, pair.Key.Item2)))
            .OnNextBatchAsync(pair.Value)));
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var confirming = new List<Task>(_confirmed.Count);
        foreach (var (profile, version) in _confirmed)
        {
            var grain = client.GetGrain<IProfileGrain>(workspace.ProfileKey(profile));
            confirming.Add(grain.ConfirmAsync(version, cancellationToken).AsTask());
        }

        await Task.WhenAll(confirming);
    }
}
