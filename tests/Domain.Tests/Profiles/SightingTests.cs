using Krewe.Domain.Profiles;

namespace Krewe.Domain.Tests.Profiles;

public sealed class SightingTests
{
    [Fact]
    public void Unknown_first_time_gives_way_to_a_known_one() =>
        Assert.Equal(
            new Sighting(20, 20, LinkSource.Event),
            default(Sighting).And(Sighting.At(20, LinkSource.Event)));

    [Fact]
    public void Later_sighting_says_what_linked_it_and_keeps_the_first_time() =>
        Assert.Equal(
            new Sighting(10, 20, LinkSource.Event),
            Sighting.At(10, LinkSource.IdSyncFile).And(Sighting.At(20, LinkSource.Event)));

    [Fact]
    public void Trait_file_does_not_hide_what_linked_it() =>
        Assert.Equal(
            new Sighting(10, 20, LinkSource.IdSyncFile),
            Sighting.At(10, LinkSource.IdSyncFile).And(Sighting.At(20, LinkSource.TraitFile)));

    [Fact]
    public void Two_sightings_make_one_in_either_order()
    {
        var one = new Sighting(10, 40, LinkSource.IdSyncFile);
        var other = new Sighting(5, 20, LinkSource.TraitFile);

        Assert.Equal(one.And(other), other.And(one));
        Assert.Equal(new Sighting(5, 40, LinkSource.IdSyncFile), one.And(other));
    }
}
