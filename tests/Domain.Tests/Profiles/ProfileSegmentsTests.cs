using FsCheck;
using FsCheck.Fluent;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Profiles;

/// <summary>
/// Goal: the news of a write are what the two states differ in, no more and no less.
/// Method: random states of every standing, compared with sets.
/// </summary>
public sealed class ProfileSegmentsTests
{
    private static readonly IdentityKey Key = ProfileBench.Identity("10/a");
    private static readonly IdentityKey Other = ProfileBench.Identity("10/b");
    private static readonly IdentityKey Device = ProfileBench.Identity("30/d");

    private static Arbitrary<int> Seeds => Arb.From(Gen.Choose(0, int.MaxValue));

    [Fact]
    public void Same_segments_are_no_news()
    {
        var state = Profile(5, 1, 2);

        Assert.Null(ProfileSegments.News(Key, state, state));
        Assert.Null(ProfileSegments.News(Key, state, Profile(6, 1, 2)));
    }

    [Fact]
    public void Pointer_and_unknown_key_have_no_segments()
    {
        Assert.Empty(ProfileSegments.Of(ProfileState.Unknown));
        Assert.Empty(ProfileSegments.Of(ProfileState.PointerTo(Other, 7)));
        Assert.Null(ProfileSegments.News(
            Key, ProfileState.PointerTo(Other, 7), ProfileState.PointerTo(Other, 8)));
    }

    [Fact]
    public void Profile_that_starts_moving_keeps_its_segments_and_says_where_it_goes()
    {
        var moving = Profile(5, 1) with { Standing = ProfileStanding.Moving, Owner = Other };

        var news = ProfileSegments.News(Key, Profile(5, 1), moving);

        Assert.NotNull(news);
        Assert.Empty(news.Changes);
        Assert.Equal((Other, false), (news.Trails[0].To, news.Trails[0].Leaves));
        Assert.True(news.Trails[0].Leads(Device));
    }

    [Fact]
    public void Profile_that_was_merged_away_has_left_all_its_segments()
    {
        var moving = Profile(5_000, 1, 2) with { Standing = ProfileStanding.Moving };

        var news = ProfileSegments.News(Key, moving, ProfileState.PointerTo(Other, 9_000));

        Assert.NotNull(news);
        Assert.Equal(
            [
                new SegmentChange(new SegmentId(1), Joined: false),
                new SegmentChange(new SegmentId(2), Joined: false),
            ],
            news.Changes.ToArray());
        Assert.Equal((Key, 9_000, 9L), (
            news.Profile, news.Version, news.At.ToUnixTimeMilliseconds()));
        Assert.Equal((Other, true), (news.Trails[0].To, news.Trails[0].Leaves));
    }

    [Fact]
    public void Version_grows_when_the_owner_of_a_pointer_is_not_known_to_be_later() =>
        Assert.Equal(6, ProfileSegments.News(
            Key, Profile(5, 1), ProfileState.PointerTo(Other, 0))!.Version);

    [Fact]
    public void Part_that_leaves_says_who_went_where_once()
    {
        var before = Profile(5, 1);
        var after = ProfileState.Of(before.Profile with
        {
            Version = 6,
            Departing = [Parcel(1, Device)],
        });
        var later = ProfileState.Of(after.Profile with
        {
            Version = 7,
            Departing = [Parcel(1, Device), Parcel(2, Other)],
        });

        var trail = Assert.Single(ProfileSegments.News(Key, before, after)!.Trails);
        Assert.Equal((Device, true), (trail.To, trail.Leaves));
        Assert.True(trail.Leads(Device));
        Assert.False(trail.Leads(Key));
        Assert.Equal(Other, Assert.Single(ProfileSegments.News(Key, after, later)!.Trails).To);
    }

    [Fact]
    public void Identity_that_comes_home_is_nowhere_else()
    {
        var news = ProfileSegments.News(Key, ProfileState.PointerTo(Other, 4), Profile(5, 1));

        var trail = Assert.Single(news!.Trails);
        Assert.Equal((Key, false), (trail.To, trail.Leaves));
        Assert.False(trail.Leads(Other));
    }

    [Fact]
    public void Changes_are_the_difference_of_two_sets() =>
        Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var (before, after) = (State(random), State(random));
            var had = Slow(before);
            var has = Slow(after);
            var expected = had.Union(has).Order()
                .Where(segment => had.Contains(segment) != has.Contains(segment))
                .Select(segment => new SegmentChange(segment, has.Contains(segment)));
            return ProfileSegments.Changes(before, after).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void News_applied_in_order_end_at_the_last_state_and_their_versions_grow() =>
        Prop.ForAll(Seeds, seed =>
        {
            var random = new Random(seed);
            var members = new HashSet<SegmentId>();
            var state = ProfileState.Unknown;
            var version = 0L;
            for (var step = 1; step < 20; step++)
            {
                var next = State(random, step * 10);
                if (ProfileSegments.News(Key, state, next) is { } news)
                {
                    var isLater = news.Changes.IsEmpty || news.Version > version;
                    version = news.Changes.IsEmpty ? version : news.Version;
                    if (!isLater || !news.Changes.All(change => change.Joined
                        ? members.Add(change.Segment)
                        : members.Remove(change.Segment)))
                    {
                        return false;
                    }
                }

                state = next;
            }

            return members.SetEquals(Slow(state));
        }).QuickCheckThrowOnFailure();

    private static HashSet<SegmentId> Slow(ProfileState state) =>
        state.Standing is ProfileStanding.Pointer or ProfileStanding.Unknown
            ? []
            : state.Profile.Fragments
                .SelectMany(fragment => fragment.Memberships)
                .Select(membership => membership.Segment)
                .ToHashSet();

    private static ProfileState State(Random random, long version = 10) => random.Next(6) switch
    {
        0 => ProfileState.Unknown,
        1 => ProfileState.PointerTo(Other, version),
        2 => Random(random, version) with { Standing = ProfileStanding.Moving, Owner = Other },
        _ => Random(random, version),
    };

    private static ProfileState Random(Random random, long version) => ProfileState.Of(new Profile
    {
        Version = version,
        Fragments =
        [
            .. Enumerable.Range(0, random.Next(1, 4)).Select(index => Fragment(
                ProfileBench.Identity($"10/{index}"),
                [.. Enumerable.Range(1, 6).Where(_ => random.Next(2) == 0)])),
        ],
    });

    private static ProfileState Profile(long version, params int[] segments) =>
        ProfileState.Of(new Profile
        {
            Version = version,
            Fragments = [Fragment(Key, segments), Fragment(Device, segments)],
        });

    private static Fragment Fragment(IdentityKey identity, int[] segments) =>
        Domain.Profiles.Fragment.Of(identity) with
        {
            Memberships =
            [
                .. segments.Select(segment => new SegmentMembership(new SegmentId(segment), 1, 1)),
            ],
        };

    private static ProfileParcel Parcel(ulong id, IdentityKey identity) => new()
    {
        Id = id,
        From = Key,
        To = identity,
        Content = new Profile { Fragments = [Fragment(identity, [])] },
    };
}
