using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Grains.Tests.Profiles;

namespace Krewe.Grains.Tests.Segments;

/// <summary>Profiles from a seed, with members of segments 1 to 4 that are announced to
/// destinations 1 to 3; some of these the catalog does not have.</summary>
internal static class RandomProfiles
{
    public const long Now = 1_800_000_000;

    /// <summary>Definitions with at least one segment.</summary>
    public static Catalog CatalogOf(int seed)
    {
        var random = new Random(seed);
        Catalog catalog;
        do
        {
            catalog = SimulatedCatalog.Next(random, version: 1, new DateOnly(2028, 2, 29));
        }
        while (catalog.Segments.IsEmpty);
        return catalog;
    }

    public static Profile Next(Random random, int number)
    {
        var fragments = random.Next(1, 6);
        return new Profile
        {
            Fragments = [.. Enumerable.Range(0, fragments)
                .Select(place => Fragment(random, (number * 10) + place))],
            Announced =
            [
                .. Enumerable.Range(0, random.Next(12))
                    .Select(_ => new Announcement(
                        new DestinationId(random.Next(1, 4)),
                        new SegmentId(random.Next(1, 5)),
                        random.Next(fragments),
                        random.Next(fragments)))
                    .Distinct()
                    .Order(),
            ],
        };
    }

    // Instants are whole days, so that many are the same.
    private static Fragment Fragment(Random random, int identity) =>
        Domain.Profiles.Fragment.Of(new IdentityKey(
            random.Next(2) == 0 ? SimulatedCatalog.Customers : SimulatedCatalog.Devices,
            IdentityValue.Parse($"c{identity:d6}"))) with
        {
            Memberships = [.. Enumerable.Range(1, 4)
                .Where(_ => random.Next(3) == 0)
                .Select(segment => new SegmentMembership(
                    new SegmentId(segment), 1, Ago(random)))],
            Seen = random.Next(4) == 0
                ? default
                : Sighting.At(Ago(random), (LinkSource)random.Next(1, 4)),
            Live = random.Next(3) == 0 ? null : new LiveStanding { StateAt = Ago(random) },
        };

    private static long Ago(Random random) => Now - (random.Next(60) * 86_400);
}
