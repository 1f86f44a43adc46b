using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Grains.Pacing;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Events;

/// <summary>Has profiles apply the events of some pages.</summary>
/// <remarks>
/// A profile gets one batch for each page that names it, in the order of the pages, and passes over
/// the pages that it has applied. What is in a page never changes, so whatever pages are worked off
/// together after a crash, each event is applied once.
/// </remarks>
internal sealed class IntakeWork
{
    private readonly long _catalogVersion;
    private readonly HeldEvents? _held;
    private List<ProfileWork> _left;

    /// <param name="pages">The pages.</param>
    /// <param name="held">Whose events are passed over; null: nobody's.</param>
    public IntakeWork(List<WaitingPage> pages, HeldEvents? held)
    {
        Pages = pages;
        _held = held;
        _catalogVersion = pages.Max(page => page.Page.CatalogVersion);
        _left = ByProfile(pages, held);
    }

    /// <summary>The pages.</summary>
    public List<WaitingPage> Pages { get; }

    /// <summary>Whether all that came of what was applied is durable.</summary>
    public bool IsSeenThrough { get; private set; }

    /// <summary>Tries to have what is left applied; all that came of what was is durable
    /// then.</summary>
    /// <returns>What kept some profiles from it; empty: it is done.</returns>
    public async Task<IReadOnlyCollection<Exception>> TryAsync(
        IClusterClient client,
        WorkspaceId workspace,
        int profileCallsMax,
        CancellationToken cancellationToken)
    {
        IsSeenThrough = false;
        var calls = new ProfileCalls(client, workspace, _catalogVersion);
        var effects = new ProfileEffects(client, workspace);
        await Bounded.ForEachAsync(_left, profileCallsMax, work =>
            work.TryAsync(calls, effects, cancellationToken));
        try
        {
            await effects.FlushAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Profiles tell again what has not been seen through.
            return [fault];
        }

        IsSeenThrough = true;
        _left = [.. _left.Where(work => work.Fault is not null)];
        return [.. _left.Select(work => work.Fault!)];
    }

    /// <summary>What of the pages has not been applied.</summary>
    public List<WaitingPage> Left()
    {
        if (_left.Count == 0 && _held is null or { Count: 0 })
        {
            return [];
        }

        var left = _left.Select(work => work.Identity).ToHashSet();
        return
        [
            .. Pages
                .Select(page => page with
                {
                    Page = page.Page with
                    {
                        Events =
                        [
                            .. page.Page.Events.Where(happened => IsLeft(happened, left)),
                        ],
                    },
                })
                .Where(page => !page.Page.Events.IsEmpty),
        ];
    }

    private bool IsLeft(LiveEvent happened, HashSet<IdentityKey> left)
    {
        var identity = happened.Identities[0].Identity;
        return left.Contains(identity) || _held?.Holds(identity) == true;
    }

    private static List<ProfileWork> ByProfile(List<WaitingPage> pages, HeldEvents? held)
    {
        var events = pages.Sum(page => page.Page.Events.Length);
        var all = new List<ProfileWork>(events);
        var byIdentity = new Dictionary<IdentityKey, ProfileWork>(events);
        foreach (var page in pages)
        {
            foreach (var happened in page.Page.Events)
            {
                var identity = happened.Identities[0].Identity;
                if (held?.Holds(identity) == true)
                {
                    continue;
                }

                if (!byIdentity.TryGetValue(identity, out var work))
                {
                    byIdentity.Add(identity, work = new ProfileWork(identity));
                    all.Add(work);
                }

                work.Add(page, happened);
            }
        }

        return all;
    }

    private sealed class ProfileWork(IdentityKey identity)
    {
        private readonly List<EventBatch> _batches = [];
        private readonly ImmutableArray<LiveEvent>.Builder _events =
            ImmutableArray.CreateBuilder<LiveEvent>();

        private WaitingPage _page;

        /// <summary>Whose events they are.</summary>
        public IdentityKey Identity => identity;

        /// <summary>What kept the profile from applying its events.</summary>
        public Exception? Fault { get; private set; }

        public void Add(WaitingPage page, LiveEvent happened)
        {
            if (page.Number != _page.Number)
            {
                EndPage();
                _page = page;
            }

            _events.Add(happened);
        }

        public async Task TryAsync(
            ProfileCalls calls, ProfileEffects effects, CancellationToken cancellationToken)
        {
            EndPage();
            try
            {
                foreach (var batch in _batches)
                {
                    await calls.CallAsync(
                        identity,
                        batch,
                        static (grain, events, token) => grain.ObserveAsync(events, token),
                        effects,
                        cancellationToken);
                }

                Fault = null;
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                Fault = fault;
            }
        }

        private void EndPage()
        {
            if (_events.Count > 0)
            {
                _batches.Add(new EventBatch
                {
                    Identity = identity,
                    Page = _page.Number,
                    Events = _events.DrainToImmutable(),
                    CatalogVersion = _page.Page.CatalogVersion,
                });
            }
        }
    }
}
