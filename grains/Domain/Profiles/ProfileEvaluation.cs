using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>Decides which segments the identities of a profile are members of.</summary>
/// <remarks>
/// <para>Shape: each merge rule reads some fragments together (<see cref="MergeContexts"/>); its
/// segments are decided on their traits, once for each context, and only those that name one of
/// the traits. What is decided by who is logged in now is joined only then, and stays until the
/// rule no longer holds. Where only some traits have changed since it was last decided, only the
/// segments that read them are.</para>
/// </remarks>
internal static class ProfileEvaluation
{
    /// <summary>The profile with its memberships as they are right at an instant.</summary>
    /// <param name="decided">The profile as it was last decided.</param>
    /// <param name="profile">The profile; expired and deleted traits are taken out.</param>
    /// <param name="catalog">The definitions.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="joinedAt">Since when who joins now is a member; Unix seconds.</param>
    /// <param name="due">The next instant at which time alone changes something.</param>
    public static Profile Evaluate(
        Profile decided,
        Profile profile,
        Catalog catalog,
        long now,
        long joinedAt,
        out long due)
    {
        due = Profile.NeverDue;
        var next = profile;
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            next = next.With(place, Prune(next.Fragments[place], catalog, now, ref due));
        }

        var work = EvaluationWork.Take();
        var onlyTouched = work.Touched.TryFind(decided, next, catalog, now);
        if (onlyTouched)
        {
            AddUntouched(next, work);
        }
        else
        {
            AddPaused(next, catalog, work);
        }

        Decide(next, catalog, onlyTouched, now, work, ref due);
        work.Sort();
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            var fragment = next.Fragments[place];
            var members = work.MembersAt(place);
            if (!SameMembers(fragment.Memberships, members))
            {
                next = next.With(place, fragment with
                {
                    Memberships = Joined(fragment, members, catalog.Version, joinedAt),
                });
            }
        }

        return next;
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

    private static void Decide(
        Profile profile,
        Catalog catalog,
        bool onlyTouched,
        long now,
        EvaluationWork work,
        ref long due)
    {
        foreach (var rule in catalog.MergeRules)
        {
            work.Contexts.Fill(rule, profile, catalog);
            for (var context = 0; context < work.Contexts.Count; context++)
            {
                var places = work.Contexts[context];
                Decide(profile, rule, places, onlyTouched, now, work, ref due);
            }
        }
    }

    private static void AddUntouched(Profile profile, EvaluationWork work)
    {
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            foreach (var membership in profile.Fragments[place].Memberships)
            {
                if (!work.Touched.AreReadBy(membership.Segment))
                {
                    work.Add(place, membership.Segment);
                }
            }
        }
    }

    // A paused segment keeps its members and takes no others.
    private static void AddPaused(Profile profile, Catalog catalog, EvaluationWork work)
    {
        for (var place = 0; place < profile.Fragments.Length; place++)
        {
            var fragment = profile.Fragments[place];
            foreach (var membership in fragment.Memberships)
            {
                if (!fragment.IsOptedOut
                    && catalog.FindSegment(membership.Segment) is { IsActive: false })
                {
                    work.Add(place, membership.Segment);
                }
            }
        }
    }

    // No rule holds of who holds nothing that it reads.
    private static void Decide(
        Profile profile,
        CompiledMergeRule rule,
        ReadOnlySpan<int> places,
        bool onlyTouched,
        long now,
        EvaluationWork work,
        ref long due)
    {
        var held = work.TraitsOf(profile, places);
        work.Begin(rule.Segments.Length);
        if (onlyTouched)
        {
            foreach (var trait in work.Touched.Traits)
            {
                Decide(profile, rule, trait, held, places, now, work, ref due);
            }

            return;
        }

        foreach (ref readonly var qualification in held)
        {
            Decide(profile, rule, qualification.Trait, held, places, now, work, ref due);
        }
    }

    private static void Decide(
        Profile profile,
        CompiledMergeRule rule,
        TraitId trait,
        ReadOnlySpan<TraitQualification> held,
        ReadOnlySpan<int> places,
        long now,
        EvaluationWork work,
        ref long due)
    {
        foreach (var number in rule.Reading(trait))
        {
            if (!work.IsFirst(number))
            {
                continue;
            }

            var segment = rule.Segments[number];
            var holds = segment.Program.Evaluate(held, now, out var changesAt);
            due = Math.Min(due, changesAt);
            if (holds)
            {
                Join(profile, rule.Rule, segment.Definition.Id, places, work);
            }
        }
    }

    private static void Join(
        Profile profile,
        MergeRule rule,
        SegmentId segment,
        ReadOnlySpan<int> places,
        EvaluationWork work)
    {
        foreach (var place in places)
        {
            var fragment = profile.Fragments[place];
            if (rule.CrossDevice != CrossDeviceOption.CurrentAuthenticatedProfiles
                || fragment.Live is { State: AuthenticationState.Authenticated }
                || Known(fragment.Memberships, segment) is not null)
            {
                work.Add(place, segment);
            }
        }
    }

    private static bool SameMembers(
        ImmutableArray<SegmentMembership> memberships, ReadOnlySpan<FoundMember> members)
    {
        if (memberships.Length != members.Length)
        {
            return false;
        }

        for (var index = 0; index < members.Length; index++)
        {
            if (memberships[index].Segment != members[index].Segment)
            {
                return false;
            }
        }

        return true;
    }

    private static ImmutableArray<SegmentMembership> Joined(
        Fragment fragment, ReadOnlySpan<FoundMember> members, long catalog, long joinedAt)
    {
        var joined = ImmutableArray.CreateBuilder<SegmentMembership>(members.Length);
        foreach (var member in members)
        {
            joined.Add(Known(fragment.Memberships, member.Segment)
                ?? new SegmentMembership(member.Segment, catalog, joinedAt));
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
}
