using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Events;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>Puts two profiles together.</summary>
internal static class ProfileUnion
{
    /// <summary>The fragments, links, announcements and news of both; the first one's identity
    /// stays first, its links count as older.</summary>
    /// <remarks>Of a member that both held, one may have said that it left after the other said
    /// that it joined: what is announced of it is said again, as the newest word.</remarks>
    public static Profile Of(Profile kept, Profile added, long now)
    {
        var fragments = kept.Fragments.ToBuilder();
        var places = new int[added.Fragments.Length];
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = Place(fragments, added.Fragments[index]);
        }

        var links = kept.Links
            .Concat(added.Links.Select(
                link => link with { From = places[link.From], To = places[link.To] }))
            .GroupBy(link => (Math.Min(link.From, link.To), Math.Max(link.From, link.To)))
            .Select(same => same.MaxBy(link => link.At))
            .Where(link => !fragments[link.From].IsErasedSince(link.At)
                && !fragments[link.To].IsErasedSince(link.At))
            .OrderBy(link => link.At)
            .ToArray();
        var announced = kept.Announced
            .Concat(added.Announced.Select(told => told with
            {
                Member = places[told.Member],
                Identifier = places[told.Identifier],
            }))
            .Distinct()
            .Order()
            .ToArray();
        var version = Math.Max(kept.Version, added.Version);
        var held = kept.Fragments.Length;
        var again = announced
            .Where(told => told.Member < held && places.Contains(told.Member))
            .Select(told => new Qualification(
                told.Destination,
                told.Segment,
                fragments[told.Member].Identity.StableHashCode(),
                fragments[told.Identifier].Identity,
                Joined: true,
                version + 1,
                now))
            .ToArray();
        return kept with
        {
            Version = version,
            Catalog = Math.Min(kept.Catalog, added.Catalog),
            Fragments = fragments.DrainToImmutable(),
            Links = [.. links],
            Announced = [.. announced],
            Outbox =
            [
                .. kept.Outbox.Concat(added.Outbox).Concat(again)
                    .GroupBy(news => (
                        news.Destination, news.Segment, news.Member, news.Identifier))
                    .Select(words => words.MaxBy(news => news.Version)),
            ],
            Merging = [.. kept.Merging.Concat(added.Merging)],
        };
    }

    // An identity that both profiles held, because its claim was still under way, becomes one
    // fragment.
    private static int Place(ImmutableArray<Fragment>.Builder fragments, Fragment added)
    {
        for (var index = 0; index < fragments.Count; index++)
        {
            if (fragments[index].Identity == added.Identity)
            {
                fragments[index] = Unite(fragments[index], added);
                return index;
            }
        }

        fragments.Add(added);
        return fragments.Count - 1;
    }

    // What one side was told of erasures and opt-outs, the other did not know.
    private static Fragment Unite(Fragment known, Fragment added)
    {
        var live = Unite(known.Live, added.Live);
        var (one, other) = (Told(known, live), Told(added, live));
        return one with
        {
            Traits = Unite(one.Traits, other.Traits),
            Memberships = one.Memberships.IsEmpty ? other.Memberships : one.Memberships,
            Import = one.Import ?? other.Import,
            Live = Unite(one.Live, other.Live),
            Seen = one.Seen.And(other.Seen),
        };
    }

    private static Fragment Told(Fragment fragment, LiveStanding? live)
    {
        if (live is null)
        {
            return fragment;
        }

        var own = fragment.Live ?? LiveStanding.None;
        var told = live.Erased > own.Erased
            ? Forget(fragment, own, live.Erased)
            : fragment;
        return live.OptedOut > own.OptedOut
            ? told with
            {
                Traits = told.Traits.RemoveAll(trait => trait.Last >= live.OptedOut),
            }
            : told;
    }

    private static Fragment Forget(Fragment fragment, LiveStanding own, long erased)
    {
        var traits = fragment.Traits
            .Where(trait => trait.Last > erased)
            .Select(trait => trait.First > erased ? trait : Since(trait, erased));
        return fragment with
        {
            Traits = [.. traits],
            Memberships = [],
            Live = own with
            {
                LoginAt = own.LoginAt > erased ? own.LoginAt : 0,
                StateAt = own.StateAt > erased ? own.StateAt : 0,
                State = own.StateAt > erased ? own.State : AuthenticationState.Unknown,
            },
            Seen = fragment.Seen.Last <= erased ? default : fragment.Seen with
            {
                First = Math.Max(fragment.Seen.First, erased),
            },
        };
    }

    // Of the day of the erasure nobody knows which came after it: the last one did.
    private static TraitQualification Since(TraitQualification trait, long erased)
    {
        var days = trait.Days.RemoveAll(day => day.Day <= UtcDay.Of(erased));
        return trait with
        {
            First = trait.Last,
            Total = Math.Max(1, days.Sum(day => day.Count)),
            Days = days,
        };
    }

    private static LiveStanding? Unite(LiveStanding? known, LiveStanding? added)
    {
        if (known is null || added is null)
        {
            return known ?? added;
        }

        var later = known.StateAt >= added.StateAt ? known : added;
        var optedOut = Math.Max(known.OptedOut, added.OptedOut);
        var optedIn = Math.Max(known.OptedIn, added.OptedIn);
        return new LiveStanding
        {
            Page = Math.Max(known.Page, added.Page),
            LoginAt = Math.Max(known.LoginAt, added.LoginAt),
            StateAt = later.StateAt,
            State = later.State,
            OptedOut = optedOut >= optedIn ? optedOut : 0,
            OptedIn = optedIn > optedOut ? optedIn : 0,
            Erased = Math.Max(known.Erased, added.Erased),
        };
    }

    private static ImmutableArray<TraitQualification> Unite(
        ImmutableArray<TraitQualification> known, ImmutableArray<TraitQualification> added)
    {
        if (known.IsEmpty || added.IsEmpty)
        {
            return known.IsEmpty ? added : known;
        }

        var united = new TraitQualification[known.Length + added.Length];
        return [.. united.AsSpan(0, TraitUnion.Merge(known.AsSpan(), added.AsSpan(), united))];
    }
}
