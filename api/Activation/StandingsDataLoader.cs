using GreenDonut;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;

namespace Krewe.Api.Activation;

/// <summary>An identifier at a destination.</summary>
public readonly record struct StandingKey(DestinationId Destination, IdentityKey Identifier);

/// <summary>What became of identifiers: one call to a shard for up to 64 of them.</summary>
public sealed class StandingsDataLoader(
    IGrainFactory grains, IBatchScheduler scheduler, DataLoaderOptions options)
    : BatchDataLoader<StandingKey, IReadOnlyList<IdentifierStanding>>(scheduler, options)
{
    /// <inheritdoc/>
    protected override async Task<
        IReadOnlyDictionary<StandingKey, IReadOnlyList<IdentifierStanding>>> LoadBatchAsync(
        IReadOnlyList<StandingKey> keys, CancellationToken cancellationToken)
    {
        var asked = keys
            .GroupBy(key => (key.Destination, Shard: DestinationShards.Of(key.Identifier)))
            .SelectMany(shard => shard
                .Chunk(IdentifierStanding.IdentifiersMax)
                .Select(some => AskAsync(shard.Key, some, cancellationToken)));
        return (await Task.WhenAll(asked))
            .SelectMany(answer => answer)
            .ToDictionary(answer => answer.Key, answer => answer.Value);
    }

    private async Task<IEnumerable<KeyValuePair<StandingKey, IReadOnlyList<IdentifierStanding>>>>
        AskAsync(
            (DestinationId Destination, int Shard) shard,
            StandingKey[] keys,
            CancellationToken cancellationToken)
    {
        var found = await grains
            .GetGrain<IDestinationShardGrain>(
                WorkspaceId.Main.ShardKey(shard.Destination, shard.Shard))
            .FindAsync([.. keys.Select(key => key.Identifier)], cancellationToken);
        var byIdentifier = found.ToLookup(standing => standing.Identifier);
        return keys.Select(key => KeyValuePair.Create<
            StandingKey, IReadOnlyList<IdentifierStanding>>(
            key, [.. byIdentifier[key.Identifier]]));
    }
}
