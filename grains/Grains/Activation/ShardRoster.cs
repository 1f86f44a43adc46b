using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Activation;

/// <summary>Lists every identifier of a shard once it has a ledger entry, in pages that are only
/// appended to.</summary>
internal sealed class ShardRoster(IShardRecords records)
{
    private ImmutableArray<IdentityKey> _open = [];

    /// <summary>The page that takes new identifiers.</summary>
    public int Page { get; private set; }

    /// <summary>Finds the open page, which is the one known or a later one.</summary>
    public async Task OpenAsync(int known, CancellationToken cancellationToken)
    {
        (Page, _open) = (known, []);
        for (var page = known;
            await records.ReadRosterAsync(page, cancellationToken) is { } roster;
            page++)
        {
            (Page, _open) = (page, roster.Identifiers);
        }
    }

    public async Task AddAsync(
        IReadOnlyCollection<IdentityKey> identifiers, CancellationToken cancellationToken)
    {
        foreach (var part in identifiers.Chunk(RosterPage.IdentifiersMax))
        {
            await AddPartAsync([.. part], cancellationToken);
        }
    }

    private async Task AddPartAsync(
        ImmutableArray<IdentityKey> part, CancellationToken cancellationToken)
    {
        var room = Math.Min(part.Length, RosterPage.IdentifiersMax - _open.Length);
        var (page, next) = (Page, _open.AddRange(part[..room]));
        if (room > 0)
        {
            await WriteAsync(page, next, cancellationToken);
        }

        if (room < part.Length)
        {
            (page, next) = (page + 1, part[room..]);
            await WriteAsync(page, next, cancellationToken);
        }

        (Page, _open) = (page, next);
    }

    private Task WriteAsync(
        int page, ImmutableArray<IdentityKey> identifiers, CancellationToken cancellationToken) =>
        records.WriteRosterAsync(
            page, new RosterPage { Identifiers = identifiers }, cancellationToken);
}
