using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Grains.Pacing;

namespace Krewe.Grains.Activation;

/// <summary>The ledger entries of some identifiers, as they are stored and as they are to
/// be.</summary>
/// <remarks>Not thread safe: it lives in one step of one shard.</remarks>
internal sealed class DeliveryUnit
{
    private readonly Dictionary<IdentityKey, LedgerEntry?> _stored = [];
    private readonly Dictionary<IdentityKey, LedgerEntry> _next = [];
    private readonly List<LedgerChange> _changes = [];

    private DeliveryUnit()
    {
    }

    /// <summary>Identifiers that have no entry yet.</summary>
    public IReadOnlyList<IdentityKey> Newcomers =>
        [.. _stored.Where(pair => pair.Value is null).Select(pair => pair.Key)];

    /// <summary>Identifiers whose entry has to be written.</summary>
    public IReadOnlyList<IdentityKey> Changed => [.. _next
        .Where(pair => !ReferenceEquals(pair.Value, _stored[pair.Key] ?? LedgerEntry.Empty))
        .Select(pair => pair.Key)];

    public LedgerEntry this[IdentityKey identifier]
    {
        get => _next[identifier];
        set => _next[identifier] = value;
    }

    public static async Task<DeliveryUnit> LoadAsync(
        IEnumerable<IdentityKey> identifiers,
        IShardRecords records,
        int inFlightMax,
        CancellationToken cancellationToken)
    {
        var unit = new DeliveryUnit();
        await Bounded.ForEachAsync([.. identifiers.Distinct()], inFlightMax, async identifier =>
        {
            var entry = await records.ReadEntryAsync(identifier, cancellationToken);
            unit._stored.Add(identifier, entry);
            unit._next.Add(identifier, entry ?? LedgerEntry.Empty);
        });
        return unit;
    }

    public void Apply(IEnumerable<Qualification> news, long now)
    {
        foreach (var one in news)
        {
            this[one.Identifier] = this[one.Identifier].Apply(one).Prune(now);
        }
    }

    /// <summary>Stores what has changed.</summary>
    public Task SaveAsync(
        IShardRecords records, int inFlightMax, CancellationToken cancellationToken) =>
        Bounded.ForEachAsync(Changed, inFlightMax, identifier =>
            records.WriteEntryAsync(identifier, this[identifier], cancellationToken));

    /// <summary>What has to be sent, by segment and action. What needs no call is done at once:
    /// audiences that are gone are forgotten.</summary>
    public Dictionary<LedgerChange, List<IdentityKey>> TakeChanges(
        IReadOnlyDictionary<SegmentId, string> audiences)
    {
        var groups = new Dictionary<LedgerChange, List<IdentityKey>>();
        foreach (var identifier in _stored.Keys)
        {
            _changes.Clear();
            _next[identifier].AddDifferences(audiences, _changes);
            foreach (var change in _changes)
            {
                if (change.Action == LedgerAction.Forget)
                {
                    this[identifier] = this[identifier].Release(change.Segment);
                }
                else if (groups.TryGetValue(change, out var group))
                {
                    group.Add(identifier);
                }
                else
                {
                    groups.Add(change, [identifier]);
                }
            }
        }

        return groups;
    }
}
