using System.Collections.Immutable;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Adds links to a profile, keeps them within their limits, and finds what came
/// loose.</summary>
internal static class ProfileLinks
{
    /// <summary>Links identities to one of the profile's, the last named last. All of them were
    /// seen.</summary>
    /// <returns>The profile, which may hold loose parts, and how many links were dropped.</returns>
    public static (Profile Next, int Dropped) Add(
        Profile profile,
        IdentityKey identity,
        ReadOnlySpan<IdentityKey> others,
        Sighting seen,
        Catalog catalog)
    {
        if (others.IsEmpty && profile.IndexOf(identity) is >= 0 and var known)
        {
            return (profile.With(known, Sighted(profile.Fragments[known], seen)), 0);
        }

        var fragments = profile.Fragments.ToBuilder();
        var links = profile.Links.ToBuilder();
        var from = Place(fragments, identity, seen);
        var dropped = 0;
        foreach (var other in others)
        {
            if (other == identity)
            {
                continue;
            }

            var link = Named(
                links, new IdentityLink(from, Place(fragments, other, seen), seen.Last));
            dropped += DropOldest(links, link.From, link.To, fragments, catalog);
            dropped += DropOldest(links, link.To, link.From, fragments, catalog);
        }

        dropped += DropOverflow(links, fragments.Count);
        return (
            profile with
            {
                Fragments = fragments.DrainToImmutable(),
                Links = links.DrainToImmutable(),
            },
            dropped);
    }

    /// <summary>Enforces every limit anew, after two profiles became one.</summary>
    public static Profile Limit(Profile profile, Catalog catalog)
    {
        var fragments = profile.Fragments.ToBuilder();
        var links = ImmutableArray.CreateBuilder<IdentityLink>(profile.Links.Length);
        foreach (var link in profile.Links)
        {
            links.Add(link);
            DropOldest(links, link.From, link.To, fragments, catalog);
            DropOldest(links, link.To, link.From, fragments, catalog);
        }

        DropOverflow(links, fragments.Count);
        return profile with { Links = links.DrainToImmutable() };
    }

    /// <summary>Numbers the parts that hang together, in the order of their first fragments; the
    /// profile's own identity is in part 0.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="parts">Takes for each fragment the number of its part.</param>
    /// <returns>How many parts there are.</returns>
    public static int Parts(Profile profile, Span<int> parts)
    {
        // Until it is numbered, each fragment names an earlier one of its part, or itself.
        for (var place = 0; place < parts.Length; place++)
        {
            parts[place] = place;
        }

        foreach (var link in profile.Links)
        {
            var (one, other) = (Root(parts, link.From), Root(parts, link.To));
            parts[Math.Max(one, other)] = Math.Min(one, other);
        }

        var count = 0;
        for (var place = 0; place < parts.Length; place++)
        {
            parts[place] = parts[place] == place ? count++ : parts[parts[place]];
        }

        return count;
    }

    private static int Root(Span<int> parts, int place)
    {
        while (parts[place] != place)
        {
            parts[place] = parts[parts[place]];
            place = parts[place];
        }

        return place;
    }

    private static Fragment Sighted(Fragment known, Sighting seen) =>
        known.Seen.And(seen) is var both && both == known.Seen
            ? known
            : known with { Seen = both };

    private static int Place(
        ImmutableArray<Fragment>.Builder fragments, IdentityKey identity, Sighting seen)
    {
        for (var index = 0; index < fragments.Count; index++)
        {
            if (fragments[index].Identity == identity)
            {
                fragments[index] = Sighted(fragments[index], seen);
                return index;
            }
        }

        fragments.Add(Fragment.Of(identity) with { Seen = seen });
        return fragments.Count - 1;
    }

    // What is told late of long ago does not make a link young.
    private static IdentityLink Named(
        ImmutableArray<IdentityLink>.Builder links, IdentityLink link)
    {
        for (var index = 0; index < links.Count; index++)
        {
            if (links[index].Joins(link))
            {
                link = link with { At = Math.Max(link.At, links[index].At) };
                links.RemoveAt(index);
                break;
            }
        }

        var place = links.Count;
        while (place > 0 && links[place - 1].At > link.At)
        {
            place--;
        }

        links.Insert(place, link);
        return link;
    }

    // Links are ordered oldest first, so the first that counts is the one that goes.
    private static int DropOldest(
        ImmutableArray<IdentityLink>.Builder links,
        int end,
        int other,
        ImmutableArray<Fragment>.Builder fragments,
        Catalog catalog)
    {
        var source = fragments[other].Identity.Source;
        var limit = LinkLimits.Of(fragments[end].Identity, fragments[other].Identity, catalog);
        var oldest = -1;
        var count = 0;
        for (var index = 0; index < links.Count; index++)
        {
            var link = links[index];
            var far = link.OtherEnd(end);
            if (far < 0 || fragments[far].Identity.Source != source)
            {
                continue;
            }

            oldest = count == 0 ? index : oldest;
            count++;
        }

        if (count <= limit)
        {
            return 0;
        }

        links.RemoveAt(oldest);
        return 1;
    }

    // One link holds two identities and each further one adds at most one, so dropping the oldest
    // links until few enough are left bounds the identities that hang together.
    private static int DropOverflow(ImmutableArray<IdentityLink>.Builder links, int identities)
    {
        var dropped = 0;
        for (; identities - dropped > Profile.IdentitiesMax && links.Count > 0; dropped++)
        {
            links.RemoveAt(0);
        }

        return dropped;
    }
}
