using System.Collections.Immutable;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Events;

/// <summary>Events that their profiles did not take again and again, set aside so that nobody else
/// waits for them.</summary>
/// <remarks>
/// Once an event of an identity is here, the later ones come here as well, until all of them have
/// been applied: a profile takes pages in their order.
/// </remarks>
internal sealed class HeldEvents(int eventsMax)
{
    private readonly HashSet<IdentityKey> _identities = [];

    /// <summary>What is left of their pages, in the order of these.</summary>
    public List<WaitingPage> Pages { get; private set; } = [];

    /// <summary>How many they are.</summary>
    public int Count { get; private set; }

    public bool Holds(IdentityKey identity) => _identities.Contains(identity);

    /// <summary>Takes events of later pages in, all or none.</summary>
    /// <returns>False: there is no room.</returns>
    public bool TryAdd(List<WaitingPage> pages)
    {
        if (Count + pages.Sum(page => page.Page.Events.Length) > eventsMax)
        {
            return false;
        }

        Replace([.. Pages, .. pages]);
        return true;
    }

    /// <summary>These are all there are.</summary>
    public void Replace(List<WaitingPage> pages)
    {
        Pages = pages;
        Count = 0;
        _identities.Clear();
        foreach (var page in pages)
        {
            Count += page.Page.Events.Length;
            _identities.UnionWith(
                page.Page.Events.Select(happened => happened.Identities[0].Identity));
        }
    }

    /// <summary>As it is stored.</summary>
    public ImmutableArray<HeldPage> ToStored() =>
        [.. Pages.Select(page => new HeldPage { Number = page.Number, Page = page.Page })];
}
