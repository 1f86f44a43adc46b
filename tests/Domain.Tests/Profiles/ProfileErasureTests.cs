using Krewe.Domain.Events;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Tests.MergeRules;

namespace Krewe.Domain.Tests.Profiles;

public sealed class ProfileErasureTests
{
    [Fact]
    public void Erasure_leaves_names_that_take_in_nothing_older()
    {
        var bench = Graph("1T");
        bench.See("10/john=1 30/d", 1);
        bench.Now++;

        var step = bench.Say(LiveEventKind.Erasure, "10/john");

        Assert.Equal(["30/d"], step.Reply.Departing.Select(part => part.To.ToString()));
        var fragment = Assert.Single(bench.State.Profile.Fragments);
        Assert.Equal(("10/john", true, bench.Now), (
            fragment.Identity.ToString(), fragment.IsBare, fragment.Live!.Erased));
        foreach (var parcel in step.Reply.Departing)
        {
            var there = ProfileMoves.Absorb(
                ProfileState.Unknown,
                parcel,
                bench.Context() with { Key = parcel.To }).Next;
            Assert.Equal(bench.Now, Assert.Single(there.Profile.Fragments).Live!.Erased);
        }
    }

    [Fact]
    public void What_happened_before_an_erasure_is_not_taken_in_later()
    {
        var bench = Graph("1T");
        bench.See("10/john=1", 1);
        bench.Now++;
        bench.Say(LiveEventKind.Erasure, "10/john");

        bench.See(MergeBench.Noon, "10/john=1", 1);
        bench.Now--;
        bench.Onboard("10/john", 1);
        Assert.True(bench.Of("10/john").IsBare);
        bench.Now += 2;
        bench.Onboard("10/john", 1);

        Assert.Equal("10/john", bench.Members());
    }

    [Fact]
    public void Erasure_of_one_person_leaves_the_others_of_a_shared_device_what_is_theirs()
    {
        var bench = Graph("1T");
        bench.See("10/john=1 30/d", 1);
        bench.See("30/d 10/jane=1", 1);
        bench.See("10/jane=1 30/own", 1);
        bench.Now++;

        bench.Say(LiveEventKind.Erasure, "10/john");

        Assert.True(bench.Of("10/john").IsBare);
        var jane = bench.State.Profile.Fragments.Concat(
            bench.State.Profile.Departing.SelectMany(part => part.Content.Fragments))
            .Single(fragment => fragment.Identity.ToString() == "10/jane");
        Assert.Equal((false, 0), (jane.IsBare, jane.Live!.Erased));
    }

    [Theory]
    [InlineData("10/john", "10/john:Own 30/d:SharedDevice 30/own:Device 40/mail:Own")]
    [InlineData("40/mail", "10/john:Own 30/d:SharedDevice 30/own:Device 40/mail:Own")]
    [InlineData("30/own", "10/john:Own 30/d:SharedDevice 30/own:Own 40/mail:Own")]
    [InlineData("30/d", "30/d:Own")]
    [InlineData("10/jane", "10/jane:Own 30/d:SharedDevice")]
    public void Person_is_who_is_linked_other_than_through_a_device(string asked, string parts)
    {
        var bench = Graph("1T");
        bench.See("10/john=1 40/mail=0 30/d", 1);
        bench.See("10/john=1 30/own", 1);
        bench.See("30/d 10/jane=1", 1);
        var profile = bench.State.Profile;

        var found = ProfilePeople.PartsOf(
            profile,
            profile.IndexOf(ProfileBench.Identity(asked)),
            bench.Context().Catalog.IsDevice);

        Assert.Equal(parts, string.Join(' ', profile.Fragments
            .Zip(found, (fragment, part) => $"{fragment.Identity}:{part}")
            .Where(each => !each.EndsWith(nameof(PersonPart.None), StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)));
        Assert.Equal(2, ProfilePeople.Count(profile, bench.Context().Catalog.IsDevice));
    }

    [Fact]
    public void What_is_of_the_second_of_an_erasure_is_not_taken_in()
    {
        var bench = Graph("1T");
        bench.See("10/john=1", 1);
        bench.Say(LiveEventKind.Erasure, "10/john");

        bench.See("10/john=1", 1);
        bench.Onboard("10/john", 1);

        Assert.True(bench.Of("10/john").IsBare);
    }

    [Fact]
    public void Late_event_through_a_new_device_brings_back_nothing_that_was_erased()
    {
        var bench = Graph("1T");
        bench.See("10/john=1 40/mail=1", 1);
        bench.Now++;
        bench.Say(LiveEventKind.Erasure, "10/john");
        var erased = bench.State;
        var other = Graph("1T");
        other.See(MergeBench.Noon, "30/new 10/john=1 40/mail=1", 1);

        var united = ProfileUnion.Of(erased.Profile, other.State.Profile, bench.Now);

        var john = united.Fragments[united.IndexOf(ProfileBench.Identity("10/john"))];
        Assert.Empty(john.Traits);
        Assert.False(john.Live!.HasLoggedIn);
        Assert.DoesNotContain(united.Links, link =>
            link.OtherEnd(united.IndexOf(john.Identity)) >= 0);
    }

    private static MergeBench Graph(string rule) => new(
        CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile, rule);
}
