using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>Decides which segments the identities of a profile are members of.</summary>
internal static class ProfileEvaluation
{
    /// <summary>The profile with its memberships as they are right at an instant.</summary>
    /// <param name="profile">The profile; expired and deleted traits are taken out.</param>
    /// <param name="catalog">The definitions.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="due">The next instant at which time alone changes something.</param>
    public static Profile Evaluate(Profile profile, Catalog catalog, long now, out long due)
    {
        due = Profile.NeverDue;
        var next = profile;
        for (var index = 0; index < profile.Fragments.Length; index++)
        {
            var fragment = Prune(next.Fragments[index], catalog, now, ref due);
            fragment = Decide(fragment, catalog, now, ref due);
            next = next.With(index, fragment);
        }

        return ReferenceEquals(next, profile)
            ? profile
            : next with { Catalog = catalog.Version };
    }

    private static Fragment Prune(Fragment fragment, Catalog catalog, long now, ref long due)
    {
        ImmutableArray<TraitQualification>.Builder? kept = null;
        var traits = fragment.Traits;
        for (var index = 0; index < traits.Length; index++)
        {
            var expiry = catalog.FindTrait(traits[index].Trait) is { } trait
                ? TraitTtl.ExpiryOf(traits[index].Last, trait.TtlDays)
                : now;
            if (expiry > now)
            {
                due = Math.Min(due, expiry);
                kept?.Add(traits[index]);
                continue;
            }

            if (kept is null)
            {
                kept = ImmutableArray.CreateBuilder<TraitQualification>(traits.Length);
                kept.AddRange(traits.AsSpan()[..index]);
            }
        }

        return kept is null ? fragment : fragment with { Traits = kept.DrainToImmutable() };
    }

    private static Fragment Decide(Fragment fragment, Catalog catalog, long now, ref long due)
    {
        if (fragment.IsBare)
        {
            return fragment;
        }

        var members = new SegmentSet();
        foreach (var membership in fragment.Memberships)
        {
            if (catalog.FindSegment(membership.Segment) is { IsActive: false })
            {
                members.Add(membership.Segment);
            }
        }

        foreach (var held in fragment.Traits)
        {
            foreach (var segment in catalog.SegmentsReading(held.Trait))
            {
                if (IsMember(segment, fragment, now, ref due))
                {
                    members.Add(segment.Definition.Id);
                }
            }
        }

        var decided = members.Sorted();
        return SameMembers(fragment.Memberships, decided)
            ? fragment
            : fragment with { Memberships = Joined(fragment, decided, catalog.Version, now) };
    }

    private static bool IsMember(
        CompiledSegment segment, Fragment fragment, long now, ref long due)
    {
        if (!segment.IsActive || !segment.ReadsAlone(fragment.Identity.Source))
        {
            return false;
        }

        var isMember = segment.Program.Evaluate(fragment.Traits.AsSpan(), now, out var changesAt);
        due = Math.Min(due, changesAt);
        return isMember;
    }

    private static bool SameMembers(
        ImmutableArray<SegmentMembership> memberships, ReadOnlySpan<SegmentId> members)
    {
        if (memberships.Length != members.Length)
        {
            return false;
        }

        for (var index = 0; index < members.Length; index++)
        {
            if (memberships[index].Segment != members[index])
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<SegmentMembership> Joined(
        Fragment fragment, ReadOnlySpan<SegmentId> members, long catalog, long now)
    {
        var joined = ImmutableArray.CreateBuilder<SegmentMembership>(members.Length);
        foreach (var segment in members)
        {
            joined.Add(Known(fragment.Memberships, segment)
                ?? new SegmentMembership(segment, catalog, now));
        }

        return joined.MoveToImmutable();
    }

    private static SegmentMembership? Known(
        ImmutableArray<SegmentMembership> memberships, SegmentId segment)
    {
        foreach (var membership in memberships)
        {
            if (membership.Segment == segment)
            {
                return membership;
            }
        }

        return null;
    }

    /// <summary>Segments as they are found, in no order and perhaps twice.</summary>
    private struct SegmentSet
    {
        private List<SegmentId>? _found;

        public void Add(SegmentId segment) => (_found ??= []).Add(segment);

        /// <summary>Each once, ascending.</summary>
        public readonly ReadOnlySpan<SegmentId> Sorted()
        {
            if (_found is null)
            {
                return [];
            }

            _found.Sort();
            var count = 0;
            for (var index = 0; index < _found.Count; index++)
            {
                if (index == 0 || _found[index] != _found[index - 1])
                {
                    _found[count] = _found[index];
                    count++;
                }
            }

            return CollectionsMarshal.AsSpan(_found)[..count];
        }
    }
}
