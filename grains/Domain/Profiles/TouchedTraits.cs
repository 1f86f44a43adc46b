using System.Runtime.InteropServices;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>The traits by which a profile differs from what it was when it was last decided, where
/// they are all by which it does. A list that is filled anew for each profile and keeps its room;
/// it serves one thread.</summary>
/// <remarks>
/// <para>Shape: where the definitions, the identities, their standing and what merge rules read
/// together are the same, and nothing is due, only segments that read one of these traits can have
/// changed: an event costs what it touches, not what the profile holds.</para>
/// </remarks>
internal sealed class TouchedTraits
{
    private readonly List<TraitId> _traits = [];
    private readonly HashSet<SegmentId> _segments = [];
    private readonly MergeContexts _before = new();
    private readonly MergeContexts _after = new();

    /// <summary>The traits; one may be there twice.</summary>
    public ReadOnlySpan<TraitId> Traits => CollectionsMarshal.AsSpan(_traits);

    /// <summary>For how many traits or segments there is room.</summary>
    public int Room => Math.Max(_traits.Capacity, _segments.Capacity);

    /// <summary>Whether a segment reads any of them.</summary>
    public bool AreReadBy(SegmentId segment) => _segments.Contains(segment);

    /// <summary>Finds them.</summary>
    /// <param name="decided">The profile when it was last decided.</param>
    /// <param name="profile">The profile now.</param>
    /// <param name="catalog">The definitions.</param>
    /// <param name="now">Unix seconds.</param>
    /// <returns>False: more than traits may have changed.</returns>
    public bool TryFind(Profile decided, Profile profile, Catalog catalog, long now)
    {
        _traits.Clear();
        _segments.Clear();
        if (decided.Catalog != catalog.Version
            || decided.RegisteredDue <= now
            || !AreAlike(decided, profile)
            || !AreReadAlike(decided, profile, catalog))
        {
            return false;
        }

        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            AddDifferent(
                decided.Fragments[place].Traits.AsSpan(),
                profile.Fragments[place].Traits.AsSpan());
        }

        AddSegments(catalog);
        return true;
    }

    private static bool AreAlike(Profile decided, Profile profile)
    {
        if (decided.Fragments.Length != profile.Fragments.Length)
        {
            return false;
        }

        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            var (before, after) = (decided.Fragments[place], profile.Fragments[place]);
            if (before.Identity != after.Identity
                || before.Memberships != after.Memberships
                || before.IsOptedOut != after.IsOptedOut
                || before.Live?.State != after.Live?.State)
            {
                return false;
            }
        }

        return true;
    }

    private bool AreReadAlike(Profile decided, Profile profile, Catalog catalog)
    {
        foreach (var rule in catalog.MergeRules)
        {
            _before.Fill(rule, decided, catalog);
            _after.Fill(rule, profile, catalog);
            if (!_before.IsSame(_after))
            {
                return false;
            }
        }

        return true;
    }

    // Sorted against sorted.
    private void AddDifferent(
        ReadOnlySpan<TraitQualification> before, ReadOnlySpan<TraitQualification> after)
    {
        if (before == after)
        {
            return;
        }

        var (old, young) = (0, 0);
        while (old < before.Length || young < after.Length)
        {
            var order = old == before.Length ? 1
                : young == after.Length ? -1
                : before[old].Trait.CompareTo(after[young].Trait);
            if (order != 0 || before[old] != after[young])
            {
                _traits.Add(order > 0 ? after[young].Trait : before[old].Trait);
            }

            old += order <= 0 ? 1 : 0;
            young += order >= 0 ? 1 : 0;
        }
    }

    private void AddSegments(Catalog catalog)
    {
        foreach (var rule in catalog.MergeRules)
        {
            foreach (var trait in Traits)
            {
                foreach (var number in rule.Reading(trait))
                {
                    _segments.Add(rule.Segments[number].Definition.Id);
                }
            }
        }
    }
}
