using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Activation;

public sealed class LedgerEntryTests
{
    private static readonly SegmentId Shoes = new(7);
    private static readonly SegmentId Bags = new(8);

    private static readonly Dictionary<SegmentId, string> Audiences = new()
    {
        [Shoes] = "a1",
        [Bags] = "b1",
    };

    // Few members, segments and versions, so that repeats, ties and late news are common.
    private static readonly Arbitrary<Qualification[]> AllNews = (
        from segment in Gen.Elements(Shoes, Bags)
        from member in Gen.Choose(1, 3)
        from version in Gen.Choose(1, 6)
        from joined in Gen.Elements(true, false)
        select News(segment, (ulong)member, version, joined))
        .ArrayOf()
        .ToArbitrary();

    [Fact]
    public void Apply_changes_nothing_for_news_that_are_known_or_outdated()
    {
        var entry = LedgerEntry.Empty.Apply(News(Shoes, 1, 5, joined: true));

        Assert.Same(entry, entry.Apply(News(Shoes, 1, 5, joined: true)));
        Assert.Same(entry, entry.Apply(News(Shoes, 1, 4, joined: false)));
    }

    [Fact]
    public void Apply_keeps_the_withdrawn_claim_at_the_same_version()
    {
        var joined = LedgerEntry.Empty.Apply(News(Shoes, 1, 5, joined: true));
        var left = joined.Apply(News(Shoes, 1, 5, joined: false));

        Assert.False(left.IsWanted(Shoes));
        Assert.Same(left, left.Apply(News(Shoes, 1, 5, joined: true)));
    }

    [Fact]
    public void Apply_ignores_order_and_repetition()
    {
        Prop.ForAll(AllNews, Arb.From(Gen.Choose(0, int.MaxValue)), (news, seed) =>
        {
            var shuffled = news.Concat(news).ToArray();
            new Random(seed).Shuffle(shuffled);
            return Bytes(All(news)).SequenceEqual(Bytes(All(shuffled)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Apply_agrees_with_a_table_of_newest_versions()
    {
        Prop.ForAll(AllNews, news =>
        {
            var entry = All(news);
            var newest = news
                .GroupBy(one => (one.Segment, one.Member))
                .Select(group => group.MaxBy(one => (one.Version, !one.Joined)))
                .Where(one => one.Joined)
                .Select(one => one.Segment)
                .ToHashSet();
            return new[] { Shoes, Bags }
                .All(segment => entry.IsWanted(segment) == newest.Contains(segment));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Apply_takes_no_more_claims_than_are_kept()
    {
        var entry = LedgerEntry.Empty;
        for (var member = 1; member <= LedgerEntry.ClaimsMax; member++)
        {
            entry = entry.Apply(News(Shoes, (ulong)member, 1, joined: true));
        }

        Assert.Same(entry, entry.Apply(News(Shoes, ulong.MaxValue, 1, joined: true)));
        Assert.NotSame(entry, entry.Apply(News(Shoes, 1, 2, joined: false)));
    }

    [Fact]
    public void Differences_are_none_where_the_audience_has_what_is_wanted()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 1, joined: true))
            .Hold(Shoes, "a1");

        Assert.Empty(Differences(entry));
    }

    [Fact]
    public void Differences_remove_only_when_the_last_member_has_left()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 1, joined: true))
            .Apply(News(Shoes, 2, 1, joined: true))
            .Hold(Shoes, "a1")
            .Apply(News(Shoes, 1, 2, joined: false));

        Assert.Empty(Differences(entry));

        entry = entry.Apply(News(Shoes, 2, 2, joined: false));

        Assert.Equal([new LedgerChange(Shoes, LedgerAction.Remove)], Differences(entry));
        Assert.Empty(Differences(entry.Release(Shoes)));
    }

    [Fact]
    public void Differences_add_again_where_the_audience_was_made_anew()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 1, joined: true))
            .Hold(Shoes, "a0");

        Assert.Equal([new LedgerChange(Shoes, LedgerAction.Add)], Differences(entry));
    }

    [Fact]
    public void Differences_send_nothing_to_an_audience_that_is_gone()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 1, joined: true))
            .Hold(Shoes, "a0")
            .Apply(News(Shoes, 1, 2, joined: false));

        Assert.Equal([new LedgerChange(Shoes, LedgerAction.Forget)], Differences(entry));
    }

    [Fact]
    public void Differences_leave_out_what_was_refused_until_a_newer_claim()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 3, joined: true))
            .Apply(News(Bags, 1, 3, joined: true))
            .Refuse(Shoes);

        Assert.Equal([new LedgerChange(Bags, LedgerAction.Add)], Differences(entry));

        entry = entry.Apply(News(Shoes, 2, 4, joined: true));

        Assert.Contains(new LedgerChange(Shoes, LedgerAction.Add), Differences(entry));
        Assert.Empty(entry.Hold(Shoes, "a1").Refusals);
    }

    [Fact]
    public void Prune_drops_withdrawn_claims_that_are_a_day_old()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 1, joined: true))
            .Apply(News(Bags, 1, 1, joined: false));
        var at = entry.Claims[0].At;

        Assert.Same(entry, entry.Prune(at + LedgerEntry.WithdrawnKeptSeconds));

        var pruned = entry.Prune(at + LedgerEntry.WithdrawnKeptSeconds + 1);

        Assert.Equal([Shoes], pruned.Claims.Select(claim => claim.Segment));
    }

    [Fact]
    public void Prune_drops_trials_of_segments_of_which_nothing_else_is_known()
    {
        var entry = LedgerEntry.Empty
            .Apply(News(Shoes, 1, 1, joined: true))
            .Apply(News(Bags, 1, 1, joined: false))
            .Note(Trial(Bags))
            .Note(Trial(Shoes));
        var at = entry.Claims[0].At;

        Assert.Equal([Trial(Shoes), Trial(Bags)], entry.Trials.AsEnumerable());
        var late = at + LedgerEntry.WithdrawnKeptSeconds + 1;
        Assert.Equal([Trial(Shoes)], entry.Prune(late).Trials.AsEnumerable());
        Assert.Equal(
            [Trial(Shoes), Trial(Bags)],
            entry.Hold(Bags, "b1").Prune(late).Trials.AsEnumerable());
    }

    [Fact]
    public void Note_keeps_the_last_trial_of_a_segment_and_the_beginning_of_a_long_reason()
    {
        var entry = LedgerEntry.Empty
            .Note(Trial(Shoes))
            .Note(Trial(Shoes) with { Attempts = 2, Reason = new string('x', 1_000) });

        Assert.Equal(
            [new LedgerTrial(Shoes, 2, 5, new string('x', LedgerEntry.ReasonLengthMax))],
            entry.Trials.AsEnumerable());
        Assert.True(entry.IsEmpty);
    }

    private static LedgerTrial Trial(SegmentId segment) =>
        new(segment, Attempts: 1, At: 5, Reason: null);

    internal static Qualification News(
        SegmentId segment, ulong member, long version, bool joined) => new(
            new DestinationId(1),
            segment,
            member,
            new IdentityKey(new DataSourceId(2), IdentityValue.Parse(new string('a', 64))),
            joined,
            version,
            At: 1_000);

    private static LedgerEntry All(IEnumerable<Qualification> news) =>
        news.Aggregate(LedgerEntry.Empty, (entry, one) => entry.Apply(one));

    private static byte[] Bytes(LedgerEntry entry) => LedgerCodec.Write(entry).ToArray();

    private static List<LedgerChange> Differences(LedgerEntry entry)
    {
        var changes = new List<LedgerChange>();
        entry.AddDifferences(Audiences, changes);
        return changes;
    }
}
