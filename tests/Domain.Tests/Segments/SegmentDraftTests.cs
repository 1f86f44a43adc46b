using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.MergeRules;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Domain.Workspaces;

namespace Krewe.Domain.Tests.Segments;

public sealed class SegmentDraftTests
{
    private const long Now = 1_800_000_000;
    private const long Since = Now - 1_000;
    private static readonly DataSourceId Customers = new(10);

    [Theory]
    [InlineData("1T AND", "1:7: ")]
    [InlineData("1T\nAND 7T OR 8T", "2:5: trait 7T does not exist|2:11: trait 8T does not exist")]
    [InlineData("FREQUENCY([2T]) >= 2", "1:1: trait 2T is onboarded")]
    public void Every_mistake_of_a_rule_is_told_with_its_place(string rule, string starts)
    {
        var reading = SegmentDraft.Read(rule, null, CatalogOf());

        Assert.Null(reading.Draft);
        Assert.Null(reading.MergeRuleFault);
        var expected = starts.Split('|');
        Assert.Equal(expected.Length, reading.Faults.Length);
        Assert.All(expected.Zip(reading.Faults), pair => Assert.StartsWith(
            pair.First, pair.Second.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Merge_rule_that_is_not_defined_is_told_beside_the_mistakes_of_the_rule()
    {
        var reading = SegmentDraft.Read("7T", "household", CatalogOf());

        Assert.Null(reading.Draft);
        Assert.Single(reading.Faults);
        Assert.Equal(
            "There is no merge rule \"household\". Name one of these: \"all\", \"graph\".",
            reading.MergeRuleFault);
    }

    [Fact]
    public void Merge_rule_has_to_be_named_where_none_is_the_default()
    {
        var definition = CatalogOf().Definition;
        var rules = definition.MergeRules.Select(rule => rule with { IsDefault = false });

        var one = SegmentDraft.Read(
            "1T", null, Compile(definition with { MergeRules = [.. rules] }));
        var none = SegmentDraft.Read("1T", null, Compile(definition with { MergeRules = [] }));

        Assert.Equal(
            "No merge rule is the default, so one has to be named. Name one of these: \"all\", "
            + "\"graph\".",
            one.MergeRuleFault);
        Assert.Equal(
            "No merge rule is the default, so one has to be named. The workspace defines none: "
            + "define one first.",
            none.MergeRuleFault);
    }

    [Fact]
    public void Hash_is_that_of_the_rule_however_it_is_written_and_whatever_decides_it()
    {
        var hash = Draft("1T AND NOT 2T").RuleHash;

        Assert.Equal(hash, Draft("(1t and not 2t)").RuleHash);
        Assert.Equal(hash, Draft("1T AND NOT 2T", "graph").RuleHash);
        Assert.NotEqual(hash, Draft("2T AND NOT 1T").RuleHash);
    }

    [Fact]
    public void Default_merge_rule_decides_unless_another_is_named()
    {
        var linked = Of(Holder("a", 1), Holder("b", 2));

        Assert.Equal(0, Members("1T AND 2T", linked).Total);
        Assert.Equal(2, Members("1T AND 2T", linked, "graph").Total);
    }

    [Fact]
    public void Members_are_seen_if_they_were_seen_since_the_instant_itself()
    {
        var members = Members("1T", Of(
            Holder("a", 1) with { Live = new LiveStanding { StateAt = Since } },
            Holder("b", 1) with { Live = new LiveStanding { StateAt = Since - 1 } },
            Holder("c", 1)));

        Assert.Equal(new DraftMembers(3, 1), members);
    }

    [Fact]
    public void Who_opted_out_is_no_member()
    {
        var live = new LiveStanding { OptedOut = 1 };

        var members = Members("1T", Of(Holder("a", 1) with { Live = live }, Holder("b", 1)));

        Assert.Equal(1, members.Total);
    }

    [Fact]
    public void Trait_that_has_run_out_makes_nobody_a_member()
    {
        var held = TraitQualification.Once(new TraitId(3), Now - (2 * 86_400));

        var members = Members("3T", Of(Holder("a") with { Traits = [held] }));

        Assert.Equal(0, members.Total);
    }

    // A membership of a segment of the draft's own number, decided by the draft's own catalog.
    [Fact]
    public void What_a_profile_is_a_member_of_now_does_not_count()
    {
        var member = Holder("a", 2) with
        {
            Memberships = [new SegmentMembership(new SegmentId(1), 2, 1)],
        };
        var state = Of(member);
        state = state with { Profile = state.Profile with { Catalog = 2 } };

        Assert.Equal(0, Members("1T", state).Total);
        Assert.Equal(1, Members("2T", state).Total);
    }

    [Theory]
    [InlineData(ProfileStanding.Unknown)]
    [InlineData(ProfileStanding.Pointer)]
    [InlineData(ProfileStanding.Moving)]
    public void Key_without_a_profile_of_its_own_holds_nobody(ProfileStanding standing)
    {
        var state = Of(Holder("a", 1)) with { Standing = standing };

        Assert.Equal(default, Members("1T", state));
    }

    private static DraftMembers Members(
        string rule, ProfileState state, string? mergeRule = null) =>
        Draft(rule, mergeRule).MembersOf(state, Now, Since);

    private static SegmentDraft Draft(string rule, string? mergeRule = null) =>
        SegmentDraft.Read(rule, mergeRule, CatalogOf()).Draft!;

    // All are linked to the first.
    private static ProfileState Of(params Fragment[] fragments) => ProfileState.Of(new Profile
    {
        Version = 1,
        Fragments = [.. fragments],
        Links = [.. Enumerable.Range(1, fragments.Length - 1)
            .Select(place => new IdentityLink(0, place, Now))],
    });

    private static Fragment Holder(string name, params int[] traits) =>
        Fragment.Of(new IdentityKey(Customers, IdentityValue.Parse(name))) with
        {
            Traits = [.. traits.Select(trait =>
                TraitQualification.Once(new TraitId(trait), Now - 10))],
        };

    private static Catalog CatalogOf() => Compile(new WorkspaceDefinition
    {
        DataSources =
        [
            new DataSource { Id = Customers, Name = "CRM", IdType = IdType.CrossDevice },
        ],
        Traits = [Trait(1, 0), Trait(2, 0), Trait(3, 1)],
        MergeRules =
        [
            new MergeRule
            {
                Name = "all",
                CrossDevice = CrossDeviceOption.AllCrossDeviceProfiles,
                DataSources = [Customers],
                IsDefault = true,
            },
            new MergeRule { Name = "graph", CrossDevice = CrossDeviceOption.IdentityGraph },
        ],
    });

    private static Catalog Compile(WorkspaceDefinition definition) =>
        Catalog.Compile(definition, version: 1, new DateOnly(2027, 1, 15));

    private static TraitDefinition Trait(int id, int days) => new()
    {
        Id = new TraitId(id),
        Name = $"trait {id}",
        DataSource = Customers,
        TtlDays = days,
    };
}
