using System.Collections.Immutable;
using Krewe.Contracts.Access;
using Krewe.Domain.Access;
using Krewe.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Krewe.Grains.Access;

/// <summary>Keeps the audit log of a workspace.</summary>
/// <remarks>
/// An entry is one write. A tail that is full is first kept as a page, which is the same bytes
/// however often it is repeated, and leaves the tail with the next entry: a crash anywhere between
/// loses nothing and doubles nothing. Pages that are over leave the trail first and are cleared
/// afterwards; what a crash left uncleared is cleared with the next page.
/// </remarks>
internal sealed class AuditGrain(
    [PersistentState("audit")] IPersistentState<AuditTrail> storage,
    [FromKeyedServices("Default")] IGrainStorage records,
    TimeProvider time) : Grain, IAuditGrain
{
    // More than one, so that what is over shrinks also after a long silence; few, so that an entry
    // does not wait long.
    private const int ForgottenPerPage = 4;

    private readonly Records<AuditPage> _pages = new(records, "audit-page");

    public async Task<long> AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        var trail = storage.State;
        var isNewPage = trail.IsTailFull;
        if (isNewPage)
        {
            var page = new AuditPage { Entries = trail.Tail };
            await _pages.WriteAsync(KeyOf(trail.TailPage), page, cancellationToken);
            trail = trail.Seal(await FindFirstAsync(trail, cancellationToken));
        }

        await storage.WriteAsync(
            trail.Append(record, time.GetUtcNow()), this, cancellationToken);
        if (isNewPage)
        {
            await ClearAsync(cancellationToken);
        }

        return storage.State.LastNumber;
    }

    public async Task<AuditList> ListAsync(
        long? before, int countMax, CancellationToken cancellationToken)
    {
        var trail = storage.State;
        var number = Math.Min((before ?? long.MaxValue) - 1, trail.LastNumber);
        var last = Math.Max(
            trail.FirstNumber, number - Math.Clamp(countMax, 0, AuditLimits.ListMax) + 1);
        var entries = ImmutableArray.CreateBuilder<AuditEntry>();
        while (number >= last)
        {
            var page = AuditTrail.PageOf(number);
            var known = page == trail.TailPage
                ? trail.Tail
                : await ReadAsync(page, cancellationToken);
            for (; number >= last && AuditTrail.PageOf(number) == page; number--)
            {
                entries.Add(known[(int)((number - 1) % AuditTrail.PageEntries)]);
            }
        }

        return new AuditList(
            entries.ToImmutable(), number >= trail.FirstNumber ? number + 1 : null);
    }

    // The first page to keep once the tail is one.
    private async Task<long> FindFirstAsync(
        AuditTrail trail, CancellationToken cancellationToken)
    {
        var first = trail.FirstPage;
        var firstMax = Math.Min(trail.TailPage, first + ForgottenPerPage);
        while (first < firstMax)
        {
            var entries = await ReadAsync(first, cancellationToken);
            if (!trail.IsOver(first, entries[^1].At, time.GetUtcNow()))
            {
                break;
            }

            first++;
        }

        return first;
    }

    // The trail learns with its next write what was cleared; to clear it again does no harm.
    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        var trail = storage.State;
        for (var page = trail.ClearedPage; page < trail.FirstPage; page++)
        {
            await _pages.ClearAsync(KeyOf(page), cancellationToken);
        }

        storage.State = trail with { ClearedPage = trail.FirstPage };
    }

    private async Task<ImmutableArray<AuditEntry>> ReadAsync(
        long page, CancellationToken cancellationToken) =>
        (await _pages.ReadAsync(KeyOf(page), cancellationToken))?.Entries
        ?? throw new InvalidDataException($"Page {page} of the audit log is missing.");

    private string KeyOf(long page) => FormattableString.Invariant(
        $"{this.GetPrimaryKeyString()}/{page}");
}
