using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Grains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Krewe.Grains.Profiles;

/// <summary>Keeps which profiles are due within an hour, in pages, and looks at them when it is
/// time.</summary>
/// <remarks>
/// A profile that is no longer due answers when it will be, and is registered there. A page goes
/// after everything that its profiles caused is durable, so a crash repeats a page at most.
/// </remarks>
internal sealed class DueGrain(
    [PersistentState("due")] IPersistentState<DuePages> storage,
    [FromKeyedServices("Default")] IGrainStorage records,
    IClusterClient client,
    TimeProvider time) : Grain, IDueGrain, IRemindable
{
    private const string Reminder = "due";

    // Reminders reach 49 days; what is further away is looked at half-way.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(40);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    private readonly Records<DuePage> _pages = new(records, "due-page");

    private long _earliestAdded;

    public async Task AddAsync(
        ImmutableArray<DueProfile> profiles, CancellationToken cancellationToken)
    {
        if (profiles.IsEmpty)
        {
            return;
        }

        var state = storage.State;
        await _pages.WriteAsync(
            PageKey(state.End), new DuePage { Profiles = profiles }, cancellationToken);
        var isFirst = state.Start == state.End;
        var added = profiles.Min(due => due.At);
        var earliest = Math.Min(isFirst ? long.MaxValue : state.Earliest, added);
        if (isFirst || earliest < state.Earliest)
        {
            await RemindAsync(earliest);
        }

        await WriteAsync(
            state with { End = state.End + 1, Earliest = earliest }, cancellationToken);
        _earliestAdded = Math.Min(_earliestAdded, added);
    }

    // What is due later in this hour is put behind the pages that are worked off here. The earliest
    // instant stays in the past until all of them are, so that a crash has them looked at again.
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (storage.State.Earliest > now)
        {
            await RemindAsync(storage.State.Earliest);
            return;
        }

        _earliestAdded = long.MaxValue;
        var end = storage.State.End;
        while (storage.State.Start < end)
        {
            await WorkOffAsync(now, CancellationToken.None);
        }

        await RestAsync();
    }

    private async Task WorkOffAsync(long now, CancellationToken cancellationToken)
    {
        var key = PageKey(storage.State.Start);
        if (await _pages.ReadAsync(key, cancellationToken) is { } page)
        {
            await LookAsync(
                [.. page.Profiles.Where(due => due.At <= now).Select(due => due.Profile)],
                cancellationToken);
            if (page.Profiles.RemoveAll(due => due.At <= now) is { IsEmpty: false } later)
            {
                await AddAsync(later, cancellationToken);
            }
        }

        // A page that is gone counts as worked off, so a crash between the two leaves nothing.
        await _pages.ClearAsync(key, cancellationToken);
        await WriteAsync(
            storage.State with { Start = storage.State.Start + 1 }, cancellationToken);
    }

    // A profile may be due again within this hour: then its registration comes back to this grain,
    // which is waiting for it.
    private async Task LookAsync(
        ImmutableArray<IdentityKey> profiles, CancellationToken cancellationToken)
    {
        using var section = RequestContext.AllowCallChainReentrancy();
        await Reevaluation.RunAsync(
            client,
            WorkspaceId.OfKey(this.GetPrimaryKeyString()),
            catalogVersion: 0,
            profiles,
            cancellationToken);
    }

    private async Task RestAsync()
    {
        if (storage.State.Start < storage.State.End)
        {
            await WriteAsync(
                storage.State with { Earliest = _earliestAdded }, CancellationToken.None);
            await RemindAsync(_earliestAdded);
            return;
        }

        if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        // A page whose registration failed half-way stands behind the last one.
        await _pages.ClearAsync(PageKey(storage.State.End), CancellationToken.None);
        await storage.ClearStateAsync();
        DeactivateOnIdle();
    }

    private async Task RemindAsync(long at)
    {
        var wait = DateTimeOffset.FromUnixTimeSeconds(at) - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > WaitMax ? WaitMax : wait;
        await this.RegisterOrUpdateReminder(Reminder, wait, Retry);
    }

    private Task WriteAsync(DuePages next, CancellationToken cancellationToken) =>
        storage.WriteAsync(next, this, cancellationToken);

    private string PageKey(long page) => $"{this.GetPrimaryKeyString()}/{page}";
}
