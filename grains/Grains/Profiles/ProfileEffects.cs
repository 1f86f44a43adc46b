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

    // A queue of a cluster takes messages of 64 KB.
    private const int NewsMax = 256;

    private readonly Dictionary<(long Hour, int Shard), List<DueProfile>> _due = [];
    private readonly Stack<List<DueProfile>> _spare = [];
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
            DueAt(reply.DueAt / HourSeconds, profile)
                .Add(new DueProfile(profile, reply.DueAt));
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
        EmptyDue();
        _news.Clear();
        _confirmed.Clear();
    }

    // A file registers as many with each chunk: the room that one took is the next one's.
    private void EmptyDue()
    {
        foreach (var due in _due.Values)
        {
            due.Clear();
            _spare.Push(due);
        }

        _due.Clear();
    }

    private List<DueProfile> DueAt(long hour, IdentityKey profile)
    {
        var key = (hour, StableHash.Bucket(profile.StableHashCode(), DueShards));
        if (!_due.TryGetValue(key, out var due))
        {
            _due.Add(key, due = _spare.TryPop(out var spare) ? spare : []);
        }

        return due;
    }

    private Task RegisterDueAsync(CancellationToken cancellationToken) => Task.WhenAll(_due
        .Select(due => client
            .GetGrain<IDueGrain>(workspace.DueKey(due.Key.Hour, due.Key.Shard))
            .AddAsync([.. due.Value], cancellationToken)));

    private Task PublishAsync()
    {
        if (_news.Count == 0)
        {
            return Task.CompletedTask;
        }

        var streams = client.GetStreamProvider(DestinationShards.Stream);
        return Task.WhenAll(_news.SelectMany(pair =>
        {
            var stream = streams.GetStream<Qualification>(StreamId.Create(
                DestinationShards.Stream,
                workspace.ShardKey(pair.Key.Item1, pair.Key.Item2)));
            return pair.Value.Chunk(NewsMax).Select(news => stream.OnNextBatchAsync(news));
        }));
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
