using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Works out what destinations have to hear after a profile changed.</summary>
/// <remarks>
/// <para>Shape: a member is sent as itself where the destination takes its data source; else one
/// that stands for a person is sent as the identifiers of the destination's data source that its
/// links reach. The search goes through other data sources (a chained sync) but never through
/// another identifier of that data source, nor through another identity of the member's own: it is
/// somebody else's; nor through a device, which people share. Who opted out is not sent.</para>
/// </remarks>
internal static class ProfileAnnouncements
{
    /// <summary>The profile with its announcements as they should be, and the news of every
    /// difference in its outbox.</summary>
    public static Profile Announce(
        Profile profile, Catalog catalog, long version, long now)
    {
        if (profile.Announced.IsEmpty && !catalog.HasMappings)
        {
            return profile;
        }

        var wanted = Wanted(profile, catalog);
        if (profile.Announced.AsSpan().SequenceEqual(wanted.AsSpan()))
        {
            return profile;
        }

        var outbox = profile.Outbox.ToBuilder();
        var news = new Qualification { Version = version, At = now };
        AddNews(profile, profile.Announced, wanted, news, outbox);
        AddNews(profile, wanted, profile.Announced, news with { Joined = true }, outbox);
        return profile with { Announced = wanted, Outbox = outbox.DrainToImmutable() };
    }

    private static ImmutableArray<Announcement> Wanted(Profile profile, Catalog catalog)
    {
        var wanted = ImmutableArray.CreateBuilder<Announcement>();
        for (var member = 0; member < profile.Fragments.Length; member++)
        {
            foreach (var membership in profile.Fragments[member].Memberships)
            {
                if (catalog.FindSegment(membership.Segment) is not { } segment)
                {
                    continue;
                }

                foreach (var sending in segment.Mappings)
                {
                    foreach (var identifier in Reach(
                        profile, member, sending.Identifiers, catalog))
                    {
                        wanted.Add(new Announcement(
                            sending.Destination, membership.Segment, member, identifier));
                    }
                }
            }
        }

        wanted.Sort();
        return wanted.DrainToImmutable();
    }

    // Sorted against sorted: what is in `these` and not in `those` is news.
    private static void AddNews(
        Profile profile,
        ImmutableArray<Announcement> these,
        ImmutableArray<Announcement> those,
        Qualification news,
        ImmutableArray<Qualification>.Builder outbox)
    {
        var known = 0;
        foreach (var announcement in these)
        {
            while (known < those.Length && those[known] < announcement)
            {
                known++;
            }

            if (known < those.Length && those[known] == announcement)
            {
                continue;
            }

            Put(outbox, news with
            {
                Destination = announcement.Destination,
                Segment = announcement.Segment,
                Member = profile.Fragments[announcement.Member].Identity.StableHashCode(),
                Identifier = profile.Fragments[announcement.Identifier].Identity,
            });
        }
    }

    // The newest word on a claim is the only one that counts, so the outbox holds each claim once.
    private static void Put(
        ImmutableArray<Qualification>.Builder outbox, Qualification qualification)
    {
        for (var index = 0; index < outbox.Count; index++)
        {
            var known = outbox[index];
            if (known.Destination == qualification.Destination
                && known.Segment == qualification.Segment
                && known.Member == qualification.Member
                && known.Identifier == qualification.Identifier)
            {
                outbox[index] = qualification;
                return;
            }
        }

        outbox.Add(qualification);
    }

    private static List<int> Reach(
        Profile profile, int member, DataSourceId identifiers, Catalog catalog)
    {
        var reached = new List<int>();
        var own = profile.Fragments[member].Identity.Source;
        if (own == identifiers)
        {
            reached.Add(member);
            return reached;
        }

        if (catalog.IsDevice(own))
        {
            return reached;
        }

        var seen = new HashSet<int> { member };
        var open = new Queue<int>([member]);
        while (open.TryDequeue(out var place))
        {
            foreach (var link in profile.Links)
            {
                var next = link.OtherEnd(place);
                if (next < 0 || !seen.Add(next))
                {
                    continue;
                }

                var source = profile.Fragments[next].Identity.Source;
                if (source == identifiers)
                {
                    if (!profile.Fragments[next].IsOptedOut)
                    {
                        reached.Add(next);
                    }
                }
                else if (source != own && !catalog.IsDevice(source))
                {
                    open.Enqueue(next);
                }
            }
        }

        return reached;
    }
}
