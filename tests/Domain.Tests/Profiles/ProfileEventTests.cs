using System.Globalization;
using Krewe.Domain.Events;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Tests.MergeRules;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Profiles;

public sealed class ProfileEventTests
{
    private const int Day = 86_400;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Fact]
    public void Page_that_is_taken_up_again_changes_nothing()
    {
        var bench = Graph("1T");
        var happened = bench.Event(
            MergeBench.Noon, LiveEventKind.Observation, "30/d 10/john=1", 1);
        bench.TakeAgain(7, happened, happened with { Id = 2 });
        var before = bench.State;

        var step = bench.TakeAgain(7, happened, happened with { Id = 2 });

        Assert.Same(before, bench.State);
        Assert.Equal(2, bench.Of("10/john").Traits[0].Total);
        Assert.Equal(before.Profile.Version, step.Reply.Version);
    }

    [Fact]
    public void Events_wait_until_what_left_the_profile_has_arrived()
    {
        var state = ProfileState.Of(new Profile
        {
            Fragments = [Fragment.Of(ProfileBench.Identity("30/d"))],
            Departing =
            [
                new ProfileParcel
                {
                    Id = 1,
                    From = ProfileBench.Identity("30/d"),
                    To = ProfileBench.Identity("10/john"),
                    Content = Profile.Empty,
                },
            ],
        });
        var bench = Graph("1T");
        bench.See("30/d", []);
        var batch = new EventBatch
        {
            Identity = ProfileBench.Identity("30/d"),
            Page = 9,
            Events = [bench.Event(MergeBench.Noon, LiveEventKind.Observation, "30/d", 1)],
            CatalogVersion = 1,
        };

        var step = ProfileEvents.Observe(state, batch, bench.Context());

        Assert.Equal(ReplyStatus.Parting, step.Reply.Status);
        Assert.Same(state, step.Next);
    }

    [Theory]
    [InlineData("30/d 10/john=1", "10/john")]
    [InlineData("30/d 10/john=0", "30/d")]
    [InlineData("30/d 10/john=2", "30/d")]
    [InlineData("30/d 20/email=1 10/john=1", "10/john")]
    [InlineData("30/d 20/email=1 10/john=0", "20/email")]
    [InlineData("10/john=0 40/card=1", "40/card")]
    [InlineData("10/john=0 40/card=0", "10/john")]
    [InlineData("10/john=0 30/d", "30/d")]
    public void Traits_go_to_who_is_logged_in_or_to_the_device(string identities, string owner)
    {
        var bench = Graph("1T");

        bench.See(identities, 1);

        Assert.Equal(owner, Assert.Single(
            bench.State.Profile.Fragments, held => !held.Traits.IsEmpty).Identity.ToString());
    }

    [Fact]
    public void Devices_are_linked_to_everybody_and_the_rest_to_the_person()
    {
        var bench = Graph("1T");

        bench.See("30/d 20/email=1 10/john=1 30/phone", []);

        Assert.Equal(
            "10/john-20/email 10/john-30/d 10/john-30/phone 20/email-30/d 20/email-30/phone "
            + "30/d-30/phone",
            Links(bench.State.Profile));
    }

    [Fact]
    public void Realizations_are_counted_by_the_day_they_happened_on()
    {
        var bench = Graph("1T");
        bench.Now = MergeBench.Noon + (3 * Day);

        bench.See(MergeBench.Noon + (2 * Day), "30/d", 1);
        bench.See(MergeBench.Noon, "30/d", 1);
        bench.See(MergeBench.Noon + (2 * Day), "30/d", 1);
        bench.See(MergeBench.Noon + Day, "30/d", 1);

        var held = bench.Of("30/d").Traits[0];
        var first = UtcDay.Of(MergeBench.Noon);
        Assert.Equal((MergeBench.Noon, MergeBench.Noon + (2 * Day), 4), (
            held.First, held.Last, held.Total));
        Assert.Equal(
            [new DayCount(first, 1), new DayCount(first + 1, 1), new DayCount(first + 2, 2)],
            [.. held.Days]);
    }

    [Fact]
    public void Days_before_the_longest_window_are_counted_in_the_total_alone()
    {
        var bench = Graph("FREQUENCY([1T] <= 40D) >= 2");
        bench.Definition = bench.Definition with
        {
            Traits = [.. bench.Definition.Traits.Select(trait => trait with { TtlDays = 0 })],
        };
        bench.See("30/d", 1);
        bench.Now += 40 * Day;
        bench.See("30/d", 1);
        Assert.Equal("30/d", bench.Members());

        bench.Now += Day;
        bench.See("30/d 30/e", []);
        Assert.Equal("", bench.Members());
        bench.See("30/d", 1);

        var held = bench.Of("30/d").Traits[0];
        Assert.Equal((3, 2), (held.Total, held.Days.Length));
    }

    [Fact]
    public void Member_leaves_when_the_window_has_passed_and_is_due_just_then()
    {
        var bench = Graph("FREQUENCY([1T] <= 5D) >= 1");
        var step = bench.See("30/d", 1);
        var midnight = UtcDay.StartOf(UtcDay.Of(MergeBench.Noon) + 6L);
        Assert.Equal(midnight, step.Reply.DueAt);

        bench.Now = midnight - 1;
        bench.Reevaluate();
        Assert.Equal("30/d", bench.Members());
        bench.Now = midnight;
        bench.Reevaluate();

        Assert.Equal("", bench.Members());
    }

    [Fact]
    public void Member_joins_by_a_frequency_at_most_when_the_window_has_passed()
    {
        var bench = Graph("2T AND FREQUENCY([1T] <= 5D) <= 1");
        bench.See("30/d", 2);
        bench.See("30/d", 1);
        bench.See("30/d", 1);
        Assert.Equal("", bench.Members());

        bench.Now = UtcDay.StartOf(UtcDay.Of(MergeBench.Noon) + 6L);
        bench.Reevaluate();

        Assert.Equal("30/d", bench.Members());
    }

    [Fact]
    public void Who_opts_out_leaves_every_segment_with_the_last_device_and_stays_out()
    {
        var bench = Graph("1T");
        bench.See("30/old 10/john=1", 1);
        bench.Now++;
        bench.See("30/old 10/john=1 30/new", 1);
        bench.Now++;
        Assert.Equal("10/john 30/new 30/old", bench.Members());

        bench.Say(LiveEventKind.OptOut, "10/john");
        Assert.Equal("", bench.Members());
        bench.See("30/old 10/john=1", 1);
        bench.Onboard("10/john", 1);
        bench.See("30/new", 1);

        Assert.Equal("", bench.Members());
        Assert.Equal(2, bench.Of("10/john").Traits[0].Total);
        bench.See("30/old", 1);
        Assert.Equal("30/old", bench.Members());
    }

    [Fact]
    public void Opt_out_ends_when_the_person_opts_in_later_and_not_by_an_older_word()
    {
        var bench = Graph("1T");
        bench.See("10/john=1", 1);
        bench.Now++;
        bench.Say(LiveEventKind.OptOut, "10/john");

        bench.Take(bench.Event(MergeBench.Noon, LiveEventKind.OptIn, "10/john"));
        Assert.Equal("", bench.Members());
        bench.Now++;
        bench.Say(LiveEventKind.OptIn, "10/john");

        Assert.Equal("10/john", bench.Members());
    }

    [Theory]
    [InlineData("10/john", "10/john")]
    [InlineData("30/d 10/john", "30/d 10/john=1")]
    public void Opt_out_that_is_told_late_does_not_undo_a_younger_opt_in(
        string whoOptsIn, string whoIsSeen)
    {
        var bench = Graph("1T");
        bench.Now++;
        bench.Say(LiveEventKind.OptIn, whoOptsIn);
        bench.See(whoIsSeen, 1);
        var members = bench.Members();

        bench.Take(bench.Event(MergeBench.Noon, LiveEventKind.OptOut, whoOptsIn));

        Assert.NotEqual("", members);
        Assert.Equal(members, bench.Members());
        bench.Say(LiveEventKind.OptOut, "10/john");
        Assert.DoesNotContain("john", bench.Members(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Order_of_arrival_does_not_matter(int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(1, 12).Select(number => Any(random, number)).ToArray();
        var first = Told(events, atOnce: false);
        var expected = Describe(first.Profile);

        random.Shuffle(events);

        foreach (var atOnce in new[] { false, true })
        {
            var ended = Describe(Told(events, atOnce).Profile);
            Assert.True(expected == ended, $"seed {seed}:\n{expected}\n\nended as\n{ended}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Events_at_once_end_as_one_by_one_also_where_logins_decide(int seed)
    {
        var random = new Random(seed);
        var events = Enumerable.Range(1, 12).Select(number => Any(random, number)).ToArray();
        foreach (var rule in new[] { "1T AND 2T", "3T OR (1T AND FREQUENCY([1T] <= 7D) <= 1)" })
        {
            foreach (var device in new[]
            {
                DeviceOption.NoDeviceProfile, DeviceOption.DeviceProfile,
            })
            {
                var (one, all) = (Logins(device, rule), Logins(device, rule));
                var happened = events.Select(each => one.Event(
                    each.At, LiveEventKind.Observation, each.Identities, each.Traits)).ToArray();
                foreach (var each in happened)
                {
                    one.Take(each);
                }

                all.Take(happened);
                Assert.Equal(Describe(one.State.Profile), Describe(all.State.Profile));
            }
        }
    }

    [Fact]
    public void Who_opts_in_by_a_call_is_as_logged_in_as_before()
    {
        var bench = Logins(DeviceOption.NoDeviceProfile, "1T");
        bench.See("10/john=1", 1);
        foreach (var kind in new[] { LiveEventKind.OptOut, LiveEventKind.OptIn })
        {
            bench.Now++;
            bench.Take(bench.Event(bench.Now, kind, "10/john") with { By = LinkSource.Api });
        }

        Assert.Equal("10/john", bench.Members());
    }

    [Fact]
    public void Who_was_logged_in_when_a_late_event_happened_joins_by_it()
    {
        var bench = Logins(DeviceOption.NoDeviceProfile, "1T");
        bench.See(MergeBench.Noon - 30, "10/john=0");
        bench.See(MergeBench.Noon - 60, "10/john=1", 1);

        Assert.Equal("10/john", bench.Members());
        Assert.Equal(AuthenticationState.Unknown, bench.Of("10/john").Live!.State);
    }

    // A device first, so that all events go to one profile; each at an instant of its own.
    private static (long At, string Identities, int[] Traits) Any(Random random, int number)
    {
        var named = "30/d";
        foreach (var person in new[] { "10/john", "10/jane", "20/email", "40/card", "30/phone" })
        {
            named += random.Next(3) != 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $" {person}={random.Next(3)}");
        }

        var traits = Enumerable.Range(1, 4).Where(_ => random.Next(2) == 0).ToArray();
        return (
            MergeBench.Noon - (random.Next(20) * Day) + number,
            named,
            traits);
    }

    private static ProfileState Told(
        (long At, string Identities, int[] Traits)[] told, bool atOnce)
    {
        var bench = new MergeBench(
            CrossDeviceOption.LastAuthenticatedProfiles,
            DeviceOption.DeviceProfile,
            "1T AND (FREQUENCY([2T] <= 7D) >= 2 OR 3T)",
            10,
            40);
        var events = told
            .Select(one => bench.Event(
                one.At, LiveEventKind.Observation, one.Identities, one.Traits))
            .ToArray();
        foreach (var some in events.Chunk(atOnce ? events.Length : 1))
        {
            bench.Take(some);
        }

        return bench.State;
    }

    private static string Describe(Profile profile) => string.Join('\n', profile.Fragments
        .OrderBy(held => held.Identity)
        .Select(held => $"{held.Identity} {held.Seen} "
            + $"{(held.Live ?? LiveStanding.None) with { Page = 0 }} "
            + string.Join(' ', held.Memberships.Select(member => member.Segment)) + " "
            + string.Join(' ', held.Traits.Select(
                trait => $"{trait.Trait}:{trait.First}-{trait.Last}x{trait.Total}"
                    + string.Concat(trait.Days)))))
        + "\n" + Links(profile)
        + string.Concat(profile.Links.Select(link => $" {link.At}"));

    private static string Links(Profile profile) => string.Join(' ', profile.Links
        .Select(link => string.Join('-', new[] { link.From, link.To }
            .Select(end => profile.Fragments[end].Identity.ToString())
            .Order(StringComparer.Ordinal)))
        .Order(StringComparer.Ordinal));

    private static MergeBench Logins(DeviceOption device, string rule) => new(
        CrossDeviceOption.CurrentAuthenticatedProfiles, device, rule, 10);

    private static MergeBench Graph(string rule) => new(
        CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile, rule);
}
