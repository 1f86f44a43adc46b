using Krewe.Domain.Activation;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Activation;

/// <summary>What a shard stores: its state, and records of their own for all that grows.</summary>
/// <remarks>
/// A write that failed may have landed. Everything that a shard writes may be written again.
/// </remarks>
internal interface IShardRecords
{
    Task<ShardState?> ReadStateAsync(CancellationToken cancellationToken);

    Task WriteStateAsync(ShardState state, CancellationToken cancellationToken);

    Task<DeliveryPage?> ReadPageAsync(long page, CancellationToken cancellationToken);

    Task WritePageAsync(long page, DeliveryPage news, CancellationToken cancellationToken);

    Task ClearPageAsync(long page, CancellationToken cancellationToken);

    Task<RosterPage?> ReadRosterAsync(int page, CancellationToken cancellationToken);

    Task WriteRosterAsync(int page, RosterPage roster, CancellationToken cancellationToken);

    Task<LedgerEntry?> ReadEntryAsync(IdentityKey identifier, CancellationToken cancellationToken);

    /// <summary>Stores an entry; an empty one is cleared.</summary>
    Task WriteEntryAsync(
        IdentityKey identifier, LedgerEntry entry, CancellationToken cancellationToken);
}
