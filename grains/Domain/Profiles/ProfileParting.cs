using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Sends away the parts of a profile that no link holds any more.</summary>
internal static class ProfileParting
{
    private const int FragmentsTypicalMax = 64;

    /// <summary>The part with the profile's own identity; the others are departing.</summary>
    public static Profile Part(Profile profile, IdentityKey key, long version)
    {
        if (profile.Fragments.Length == 1)
        {
            return profile;
        }

        Span<int> found = stackalloc int[FragmentsTypicalMax];
        found = profile.Fragments.Length <= FragmentsTypicalMax
            ? found[..profile.Fragments.Length]
            : new int[profile.Fragments.Length];
        var count = ProfileLinks.Parts(profile, found);
        if (count == 1)
        {
            return profile;
        }

        var parts = found.ToArray();
        var departing = profile.Departing.ToBuilder();
        for (var part = 1; part < count; part++)
        {
            var content = Take(profile, parts, part);
            var to = content.Fragments[0].Identity;
            departing.Add(new ProfileParcel
            {
                Id = JourneyId(key, to, version),
                From = key,
                To = to,
                Content = content with { Version = version },
            });
        }

        return Take(profile, parts, part: 0) with
        {
            Departing = departing.DrainToImmutable(),
            RegisteredDue = profile.RegisteredDue,
        };
    }

    /// <summary>Names the journey of what leaves a key at a version.</summary>
    public static ulong JourneyId(IdentityKey from, IdentityKey to, long version) =>
        StableHash.Mix(
            StableHash.Mix(from.StableHashCode(), to.StableHashCode()), (ulong)version);

    // Links never cross parts, and an announcement that did has just been taken back. News go with
    // their member, so that whoever asks for the member finds them; what has been taken in is known
    // wherever it went.
    private static Profile Take(Profile profile, int[] parts, int part)
    {
        var places = new int[parts.Length];
        var fragments = ImmutableArray.CreateBuilder<Fragment>();
        for (var index = 0; index < parts.Length; index++)
        {
            places[index] = fragments.Count;
            if (parts[index] == part)
            {
                fragments.Add(profile.Fragments[index]);
            }
        }

        var members = fragments.Select(held => held.Identity.StableHashCode()).ToHashSet();
        return new Profile
        {
            Version = profile.Version,
            NewsFrom = profile.NewsFrom,
            Outbox = [.. profile.Outbox.Where(news => members.Contains(news.Member))],
            Merging = profile.Merging,
            Catalog = profile.Catalog,
            Fragments = fragments.DrainToImmutable(),
            Links = [.. profile.Links
                .Where(link => parts[link.From] == part)
                .Select(link => link with { From = places[link.From], To = places[link.To] })],
            Announced = [.. profile.Announced
                .Where(told => parts[told.Member] == part)
                .Select(told => told with
                {
                    Member = places[told.Member],
                    Identifier = places[told.Identifier],
                })],
        };
    }
}
