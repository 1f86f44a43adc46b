using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Traits;
using Krewe.Grains.Segments;
using Krewe.Grains.Tests.Profiles;

namespace Krewe.Grains.Tests.Segments;

/// <summary>
/// Goal: real time counts who was seen and qualified when seen, as the documentation does.
/// Method: events come to one profile some seconds after they happened, and its members are
/// counted.
/// </summary>
/// <remarks>Source: Audience Manager, FAQ on profile merge rules, read 2026-11: three traits on
/// three devices of a graph, of which one is the current one.</remarks>
public sealed class RealTimeFigureTests
{
    private const string Rule = "4T AND 5T AND 6T";
    private const int LagSeconds = 3;
    private const int Day = 86_400;

    private static readonly IdentityKey Pop = Key(SimulatedCatalog.Customers, "pop");
    private static readonly IdentityKey Vendor = Key(SimulatedCatalog.Emails, "household");
    private static readonly IdentityKey[] Devices =
        [.. Enumerable.Range(0, 4).Select(number => Key(SimulatedCatalog.Devices, $"d{number}"))];

    private Catalog _catalog = CatalogOf("link");
    private ProfileState _state = ProfileState.Unknown;
    private long _at = RandomStates.Now - (10 * Day);
    private long _page;

    [Fact]
    public void Device_graph_has_a_total_of_three_and_one_in_real_time()
    {
        _catalog = CatalogOf("households");
        LinkThreeTo(Vendor);

        SeeEachWithATrait();

        Assert.Equal((3, 1), Figures());
    }

    [Fact]
    public void Profile_link_has_one_in_real_time_and_the_login_is_a_member_too()
    {
        LinkThreeTo(Pop);

        SeeEachWithATrait();

        Assert.Equal((4, 1), Figures());
    }

    [Fact]
    public void Login_that_is_seen_with_its_device_is_no_second_visitor()
    {
        LinkThreeTo(Pop);

        See([Devices[2]], 5);
        See([Devices[3]], 6);
        See([Devices[1], Pop], 4);

        Assert.Equal((4, 1), Figures());
    }

    [Fact]
    public void Device_that_is_seen_again_is_one_more()
    {
        LinkThreeTo(Pop);
        SeeEachWithATrait();

        See([Devices[2]]);

        Assert.Equal((4, 2), Figures());
    }

    [Fact]
    public void Devices_that_were_seen_in_the_same_second_are_not_told_apart()
    {
        LinkThreeTo(Pop);
        See([Devices[3]], 6);

        See([Devices[2]], 5);
        _at--;
        See([Devices[1]], 4);

        Assert.Equal((4, 2), Figures());
    }

    [Fact]
    public void Late_event_counts_whoever_was_seen_since_it_happened()
    {
        LinkThreeTo(Pop);
        See([Devices[2]], 5);
        See([Devices[3]], 6);
        _at -= Day;

        See([Devices[1]], 4, processed: _at + Day + LagSeconds);

        Assert.Equal((4, 3), Figures());
    }

    [Fact]
    public void Who_left_and_joined_again_is_to_be_seen_again()
    {
        LinkThreeTo(Pop);
        SeeEachWithATrait();
        Assert.Equal((4, 1), Figures());

        _catalog = CatalogOf("link", "1T", version: 2);
        Reevaluate();
        Assert.Equal((0, 0), Figures());
        _catalog = CatalogOf("link", version: 3);
        Reevaluate();
        Assert.Equal((4, 0), Figures());
        _at += LagSeconds;
        See([Devices[3]]);

        Assert.Equal((4, 1), Figures());
    }

    [Fact]
    public void Nobody_was_seen_whom_a_file_made_a_member()
    {
        _catalog = CatalogOf("all", "1T");
        var batch = new OnboardingBatch
        {
            Identity = Pop,
            Stamp = new ImportStamp(1, 0, 1, 1),
            At = _at,
            Overwrites = false,
            Operations = [new TraitOperation(new TraitId(1), Adds: true)],
            LineEnds = [1],
            CatalogVersion = 1,
        };

        _state = ProfileChanges.Onboard(_state, batch, Context(_at)).Next;

        Assert.Equal((1, 0), Figures());
    }

    [Fact]
    public void Login_that_no_device_is_read_with_counts_itself()
    {
        _catalog = CatalogOf("current", "5T");

        See([Pop, Devices[1]], AuthenticationState.Authenticated, 5);

        Assert.Equal((1, 1), Figures());
    }

    [Fact]
    public void Device_whose_event_merges_two_profiles_qualifies_when_it_is_seen()
    {
        LinkThreeTo(Pop);
        See([Devices[2]], 5);
        See([Devices[3]], 6);
        var kept = _state;
        _state = ProfileState.Unknown;
        See([Devices[0], Pop], 4, key: Devices[0]);
        var moving = ProfileMoves.BeginMove(_state, Devices[0], Pop);
        _state = kept;

        _state = ProfileMoves.Absorb(
            _state, moving.Reply.Departing[0], Context(_at + LagSeconds + 1)).Next;

        Assert.Equal((5, 1), Figures());
    }

    private static Catalog CatalogOf(string mergeRule, string rule = Rule, long version = 1)
    {
        var definition = RandomStates.Definition;
        return RandomStates.Compile(
            definition with
            {
                Segments = [RandomStates.Segment(RandomStates.Saved, rule, mergeRule)],
            },
            version);
    }

    private static IdentityKey Key(DataSourceId source, string name) =>
        new(source, IdentityValue.Parse(name));

    private void LinkThreeTo(IdentityKey person)
    {
        See([person, Devices[1]]);
        See([person, Devices[2]]);
        See([person, Devices[3]]);
    }

    // The order of the report: the first device is the last one that is seen.
    private void SeeEachWithATrait()
    {
        See([Devices[2]], 5);
        See([Devices[3]], 6);
        See([Devices[1]], 4);
    }

    private void See(
        IdentityKey[] named, int trait = 0, long processed = 0, IdentityKey? key = null) =>
        See(named, AuthenticationState.Unknown, trait, processed, key);

    private void See(
        IdentityKey[] named,
        AuthenticationState state,
        int trait,
        long processed = 0,
        IdentityKey? key = null)
    {
        var batch = new EventBatch
        {
            Identity = named[0],
            Page = ++_page,
            CatalogVersion = _catalog.Version,
            Events =
            [
                new LiveEvent
                {
                    Id = (ulong)_page,
                    At = ++_at,
                    Identities = [.. named.Select(one => new DeclaredIdentity(one, state))],
                    Traits = trait == 0 ? [] : [new TraitId(trait)],
                },
            ],
        };
        var context = Context(processed == 0 ? _at + LagSeconds : processed) with
        {
            Key = key ?? KeyOfState(named[0]),
        };
        var step = ProfileEvents.Observe(_state, batch, context);
        Assert.Equal(ReplyStatus.Done, step.Reply.Status);
        _state = step.Next;
    }

    private void Reevaluate() =>
        _state = ProfileChanges.Reevaluate(_state, Context(_at + LagSeconds)).Next;

    private ProfileContext Context(long now) =>
        new(KeyOfState(Pop), _catalog, now * 1_000_000);

    private IdentityKey KeyOfState(IdentityKey first) =>
        _state.Standing == ProfileStanding.Profile
            ? _state.Profile.Fragments[0].Identity
            : first;

    private (long Total, long RealTime) Figures()
    {
        var tally = new PopulationTally(
            _catalog, DateTimeOffset.FromUnixTimeSeconds(RandomStates.Now));
        tally.Add(_state.Profile);
        var figures = tally.Finish(default).Of(RandomStates.Saved);
        return (figures.Total, figures.RealTime);
    }
}
