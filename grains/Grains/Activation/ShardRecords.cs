using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Grains.Storage;
using Orleans.Storage;

namespace Krewe.Grains.Activation;

/// <summary>A shard's records in grain storage.</summary>
/// <remarks>
/// The key of a ledger entry is a hash of the identifier, because keys turn up in the messages of
/// storage: 128 bits keep apart more identifiers than there will ever be.
/// </remarks>
internal sealed class ShardRecords(IGrainStorage storage, string shard) : IShardRecords
{
    private const int EntryKeyBytes = 16;

    private readonly Records<ShardState> _states = new(storage, "shard");
    private readonly Records<DeliveryPage> _pages = new(storage, "delivery-page");
    private readonly Records<RosterPage> _rosters = new(storage, "roster");
    private readonly Records<LedgerEntry> _entries = new(storage, "ledger");

    public Task<ShardState?> ReadStateAsync(CancellationToken cancellationToken) =>
        _states.ReadAsync(shard, cancellationToken);

    public Task WriteStateAsync(ShardState state, CancellationToken cancellationToken) =>
        _states.WriteAsync(shard, state, cancellationToken);

    public Task<DeliveryPage?> ReadPageAsync(long page, CancellationToken cancellationToken) =>
        _pages.ReadAsync(PageKey(page), cancellationToken);

    public Task WritePageAsync(
        long page, DeliveryPage news, CancellationToken cancellationToken) =>
        _pages.WriteAsync(PageKey(page), news, cancellationToken);

    public Task ClearPageAsync(long page, CancellationToken cancellationToken) =>
        _pages.ClearAsync(PageKey(page), cancellationToken);

    public Task<RosterPage?> ReadRosterAsync(int page, CancellationToken cancellationToken) =>
        _rosters.ReadAsync(PageKey(page), cancellationToken);

    public Task WriteRosterAsync(
        int page, RosterPage roster, CancellationToken cancellationToken) =>
        _rosters.WriteAsync(PageKey(page), roster, cancellationToken);

    public Task<LedgerEntry?> ReadEntryAsync(
        IdentityKey identifier, CancellationToken cancellationToken) =>
        _entries.ReadAsync(EntryKey(identifier), cancellationToken);

    public Task WriteEntryAsync(
        IdentityKey identifier, LedgerEntry entry, CancellationToken cancellationToken) =>
        entry.IsEmpty
            ? _entries.ClearAsync(EntryKey(identifier), cancellationToken)
            : _entries.WriteAsync(EntryKey(identifier), entry, cancellationToken);

    private string PageKey(long page) =>
        string.Create(CultureInfo.InvariantCulture, $"{shard}/{page}");

    private string EntryKey(IdentityKey identifier)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(identifier.ToString()), hash);
        return $"{shard}/{Convert.ToHexStringLower(hash[..EntryKeyBytes])}";
    }
}
