using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Activation;

/// <content>What became of identifiers.</content>
internal sealed partial class ShardDelivery
{
    /// <summary>Where identifiers stand, see <see cref="IDestinationShardGrain.FindAsync"/>. It
    /// changes nothing and may run while a step waits.</summary>
    public async Task<ImmutableArray<IdentifierStanding>> FindAsync(
        ImmutableArray<IdentityKey> identifiers, CancellationToken cancellationToken)
    {
        if (identifiers.Length > IdentifierStanding.IdentifiersMax)
        {
            throw new ArgumentException(
                $"A shard is asked for at most {IdentifierStanding.IdentifiersMax} identifiers at "
                + $"a time, not for {identifiers.Length}: ask several times.",
                nameof(identifiers));
        }

        // The news come first: those that are dealt with meanwhile are in the entries, which are
        // written before the news are cleared.
        var wanted = identifiers.ToHashSet();
        var (news, underWay) = await ReadNewsAsync(wanted, cancellationToken);
        var standings = new ShardStandings(_state.Audiences, _attempts);
        var found = ImmutableArray.CreateBuilder<IdentifierStanding>();
        foreach (var identifier in identifiers.Distinct())
        {
            var entry = await records.ReadEntryAsync(identifier, cancellationToken)
                ?? LedgerEntry.Empty;
            var next = news[identifier].Aggregate(entry, (known, one) => known.Apply(one));
            found.AddRange(standings.Of(identifier, next, underWay.Contains(identifier)));
        }

        return found.DrainToImmutable();
    }

    /// <summary>The waiting news of some identifiers, and which of these are in the window or the
    /// refill that is under way.</summary>
    private async Task<(ILookup<IdentityKey, Qualification> News, HashSet<IdentityKey> UnderWay)>
        ReadNewsAsync(HashSet<IdentityKey> wanted, CancellationToken cancellationToken)
    {
        var (head, windowEnd) = (_state.Head, _state.WindowEnd);
        var end = Math.Min(_tail, head + IdentifierStanding.PagesReadMax);
        var underWay = _state.Refill == ShardState.NoRefill ? [] : wanted.ToHashSet();
        var found = new List<Qualification>();
        for (var number = head; number < end; number++)
        {
            var page = await records.ReadPageAsync(number, cancellationToken);
            foreach (var one in page?.News ?? [])
            {
                if (wanted.Contains(one.Identifier))
                {
                    found.Add(one);
                    _ = number < windowEnd && underWay.Add(one.Identifier);
                }
            }
        }

        return (found.ToLookup(one => one.Identifier), underWay);
    }
}
