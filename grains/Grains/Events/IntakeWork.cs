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
    private List<ProfileWork> _left;

    public IntakeWork(List<WaitingPage> pages)
    {
        Pages = pages;
        _catalogVersion = pages.Max(page => page.Page.CatalogVersion);
        _left = ByProfile(pages);
    }

    /// <summary>The pages.</summary>
    public List<WaitingPage> Pages { get; }

    /// <summary>Tries to have what is left applied; all that came of what was is durable
    /// then.</summary>
    /// <returns>What kept some profiles from it; empty: it is done.</returns>
    public async Task<IReadOnlyCollection<Exception>> TryAsync(
        IClusterClient client,
        WorkspaceId workspace,
        int profileCallsMax,
        CancellationToken cancellationToken)
    {
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

        _left = [.. _left.Where(work => work.Fault is not null)];
        return [.. _left.Select(work => work.Fault!)];
    }

    private static List<ProfileWork> ByProfile(List<WaitingPage> pages)
    {
        var events = pages.Sum(page => page.Page.Events.Length);
        var all = new List<ProfileWork>(events);
        var byIdentity = new Dictionary<IdentityKey, ProfileWork>(events);
        foreach (var page in pages)
        {
            foreach (var happened in page.Page.Events)
            {
                var identity = happened.Identities[0].Identity;
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
