using Krewe.Domain.Profiles;
using Krewe.Domain.Retention;
using Krewe.Domain.Tests.Profiles;

namespace Krewe.Domain.Tests.Retention;

public sealed class ProfileForgettingTests
{
    private const string Email =
        "20/55e79200c1635b37ad31a378c39feb12f120f116625093a19bc32fff15041149";

    private const string OtherEmail =
        "20/16d72e3edbeb089b299e0d12fc09522fdc5ece2d11dcb1304ecdd6fab4f7193a";

    [Fact]
    public void Profile_that_changed_since_forgets_nothing()
    {
        var bench = Member();
        var version = bench.State.Profile.Version;
        bench.Grant("10/c", 1);
        var known = bench.State;

        var step = bench.Forget(version, "10/c");

        Assert.Same(known, step.Next);
        Assert.Equal(ReplyStatus.Done, step.Reply.Status);
    }

    [Fact]
    public void Forgotten_identity_leaves_with_nothing_and_the_audiences_hear_it()
    {
        var bench = Member();
        Assert.Equal($"10/c:{Email}", bench.Announced());

        var step = bench.Forget(null, "10/c", Email);

        Assert.Equal("", bench.Announced());
        var left = Assert.Single(step.Reply.Outbox, news => !news.Joined);
        Assert.Equal(Email, left.Identifier.ToString());
        Assert.True(RetentionRules.IsForgotten(bench.State.Profile, 0));
        var parcel = Assert.Single(step.Reply.Departing);
        Assert.Equal(Email, parcel.To.ToString());
        var arrived = ProfileMoves.Absorb(
            ProfileState.Unknown, parcel, bench.Context() with { Key = parcel.To });
        Assert.Same(ProfileState.Unknown, arrived.Next);
    }

    [Fact]
    public void Others_of_the_profile_keep_what_they_have()
    {
        var bench = Member();
        bench.Link("10/c", OtherEmail);

        bench.Forget(null, Email);

        Assert.Equal(OtherEmail, bench.LinkedTo("10/c"));
        Assert.Equal($"10/c:{OtherEmail}", bench.Announced());
        Assert.NotEmpty(bench.State.Profile.Fragments[0].Traits);
    }

    [Fact]
    public void Profile_of_which_a_name_is_left_goes_once_it_owes_nothing()
    {
        var bench = new ProfileBench();
        bench.Grant("10/c", 1);

        bench.Forget(null, "10/c");
        Assert.True(ProfileForgetting.IsHusk(bench.State.Profile));
        bench.Forget(null, []);

        Assert.Same(ProfileState.Unknown, bench.State);
    }

    [Fact]
    public void Forgotten_profile_denies_whom_it_once_held()
    {
        var context = Member().Context();
        var batch = new LinkBatch
        {
            Identity = ProfileBench.Identity(Email),
            Stamp = default,
            Others = [],
            CatalogVersion = 1,
            At = context.Now,
        };

        var reply = ProfileChanges.Link(ProfileState.Unknown, batch, context).Reply;

        Assert.Equal(
            (ReplyStatus.Elsewhere, batch.Identity, long.MaxValue),
            (reply.Status, reply.Owner, reply.Version));
    }

    [Theory]
    [InlineData(720, null, "")]
    [InlineData(721, null, "10/c " + Email)]
    [InlineData(721, 1, Email)]
    [InlineData(1_500, 1, "10/c " + Email)]
    public void Identities_are_unseen_after_the_days_of_their_data_source(
        int days, int? namedAgainOnDay, string unseen)
    {
        var bench = new ProfileBench();
        var first = bench.Day;
        bench.Link("10/c", Email);
        if (namedAgainOnDay is { } again)
        {
            bench.Day = first.AddDays(again);
            bench.Grant("10/c", 1);
        }

        bench.Day = first.AddDays(days);
        var context = bench.Context();
        var found = RetentionRules.Unseen(
            bench.State.Profile, context.Catalog, context.Now);

        Assert.Equal(unseen, string.Join(' ', found.Select(identity => identity.ToString())));
    }

    [Fact]
    public void Browser_stays_however_long_it_was_not_seen()
    {
        var bench = new ProfileBench();
        bench.Link("10/c", "30/b");

        var found = RetentionRules.Unseen(
            bench.State.Profile, bench.Context().Catalog, long.MaxValue);

        Assert.Equal("10/c", Assert.Single(found).ToString());
    }

    private static ProfileBench Member()
    {
        var bench = new ProfileBench();
        bench.Link("10/c", Email);
        bench.Grant("10/c", 1);
        return bench;
    }
}
