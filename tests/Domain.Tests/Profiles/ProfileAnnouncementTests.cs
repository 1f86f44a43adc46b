using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Profiles;

public sealed class ProfileAnnouncementTests
{
    private static readonly string[] TenOthers =
        [.. Enumerable.Range(0, 10).Select(id => $"20/x{id}")];

    [Fact]
    public void What_two_profiles_said_of_the_same_member_is_said_again_when_they_become_one()
    {
        var one = Linked(("10/c", "20/e"));
        var other = new ProfileBench();
        other.Link("10/b", "10/c");
        other.Link("10/c", "20/e");
        other.Grant("10/c", 1);
        var told = ProfileChanges.Confirm(other.State, other.State.Profile.Version).Profile;

        // The one may have said later that the member left, and nobody knows any more.
        var left = ProfileState.Of(one.State.Profile with
        {
            Announced = [],
            Outbox = [],
            Version = told.Version + 10,
        });
        var parcel = new ProfileParcel
        {
            Id = 1,
            From = ProfileBench.Identity("10/b"),
            To = ProfileBench.Identity("10/c"),
            Content = told,
        };
        var next = ProfileMoves.Absorb(left, parcel, one.Context()).Next.Profile;

        Assert.Empty(told.Outbox);
        var word = Assert.Single(next.Outbox);
        Assert.True(word.Joined);
        Assert.True(word.Version > left.Profile.Version);
        Assert.Equal(ProfileBench.Identity("20/e"), word.Identifier);
    }

    [Fact]
    public void Member_is_sent_as_the_emails_linked_to_it()
    {
        var bench = Linked(("10/c", "20/e1"), ("10/c", "20/e2"));

        Assert.Equal("10/c:20/e1 10/c:20/e2", bench.Announced());
    }

    [Fact]
    public void Chain_of_other_ids_reaches_the_email() =>
        Assert.Equal(
            "10/c:20/e", Linked(("10/c", "40/p"), ("40/p", "20/e")).Announced());

    [Fact]
    public void Chain_through_a_device_reaches_nothing_as_people_share_devices() =>
        Assert.Empty(Linked(("10/c", "40/p"), ("40/p", "30/d"), ("30/d", "20/e")).Announced());

    [Fact]
    public void Chain_through_another_customer_reaches_nothing() =>
        Assert.Empty(Linked(("10/c", "30/d"), ("30/d", "10/b"), ("10/b", "20/e")).Announced());

    [Fact]
    public void Chain_through_another_email_reaches_no_further() =>
        Assert.Equal(
            "10/c:20/e1",
            Linked(("10/c", "20/e1"), ("20/e1", "40/p"), ("40/p", "20/e2")).Announced());

    [Fact]
    public void Member_that_is_an_email_is_sent_as_itself()
    {
        var bench = new ProfileBench();

        bench.Grant("20/e", 1);

        Assert.Equal("20/e:20/e", bench.Announced());
    }

    [Fact]
    public void Email_that_two_customers_share_stays_when_one_of_them_leaves()
    {
        var bench = Linked(("10/c", "20/e"), ("20/e", "10/b"));
        bench.Grant("10/b", 1);
        Assert.Equal("10/c:20/e 10/b:20/e", bench.Announced());

        bench.Link("10/c", TenOthers);

        Assert.DoesNotContain("10/c:20/e ", bench.Announced() + " ", StringComparison.Ordinal);
        var away = Assert.Single(bench.State.Profile.Departing).Content;
        var kept = Assert.Single(away.Announced);
        Assert.Equal("10/b", away.Fragments[kept.Member].Identity.ToString());
        Assert.Equal("20/e", away.Fragments[kept.Identifier].Identity.ToString());
    }

    [Fact]
    public void Paused_segment_is_taken_back_and_its_members_stay()
    {
        var bench = Linked(("10/c", "20/e"));
        bench.Definition = bench.Definition with
        {
            Segments = [bench.Definition.Segments[0] with { Status = SegmentStatus.Paused }],
        };

        bench.Reevaluate();

        AssertTakenBack(bench);
        Assert.Single(bench.State.Profile.Fragments[0].Memberships);
    }

    [Fact]
    public void Mapping_that_ended_takes_back()
    {
        var bench = Linked(("10/c", "20/e"));
        bench.Day = new DateOnly(2026, 6, 10);
        bench.Reevaluate();
        Assert.Equal("10/c:20/e", bench.Announced());

        bench.Day = new DateOnly(2026, 6, 11);
        bench.Reevaluate();

        AssertTakenBack(bench);
    }

    [Fact]
    public void Expired_trait_takes_back_on_the_day_that_the_profile_asked_for()
    {
        var bench = Linked(("10/c", "20/e"));
        bench.Definition = bench.Definition with
        {
            Destinations = [bench.Definition.Destinations[0] with
            {
                Mappings = [new() { Segment = new SegmentId(1) }],
            }],
        };
        var due = DateTimeOffset.FromUnixTimeSeconds(bench.State.Profile.RegisteredDue);
        bench.Day = DateOnly.FromDateTime(due.AddSeconds(-1).UtcDateTime);
        bench.Reevaluate();
        Assert.Equal("10/c:20/e", bench.Announced());

        bench.Day = DateOnly.FromDateTime(due.UtcDateTime);
        bench.Reevaluate();

        AssertTakenBack(bench);
        Assert.Equal(Profile.NeverDue, bench.State.Profile.RegisteredDue);
    }

    [Theory]
    [InlineData("trait")]
    [InlineData("segment")]
    [InlineData("destination")]
    public void Deleted_definition_takes_back(string what)
    {
        var bench = Linked(("10/c", "20/e"));
        var definition = bench.Definition;
        bench.Definition = what switch
        {
            "trait" => definition with { Traits = [] },
            "segment" => definition with { Segments = [], Destinations = [] },
            _ => definition with { Destinations = [] },
        };

        bench.Reevaluate();

        AssertTakenBack(bench);
    }

    private static void AssertTakenBack(ProfileBench bench)
    {
        Assert.Empty(bench.Announced());
        Assert.False(Assert.Single(bench.State.Profile.Outbox).Joined);
    }

    private static ProfileBench Linked(params (string From, string To)[] links)
    {
        var bench = new ProfileBench();
        foreach (var (from, to) in links)
        {
            bench.Link(from, to);
        }

        bench.Grant("10/c", 1);
        return bench;
    }
}
