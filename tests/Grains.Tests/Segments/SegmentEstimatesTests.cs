using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;
using Krewe.Grains.Segments;
using Krewe.Grains.Tests.Profiles;

namespace Krewe.Grains.Tests.Segments;

/// <summary>
/// Goal: an estimate says of a rule what a saved segment of that rule would come to.
/// Method: what is kept under random keys is estimated, and decided as after a change of the
/// definitions that adds the segment, and counted as saved segments are.
/// </summary>
public sealed class SegmentEstimatesTests
{
    private const int SeedsMax = 100;
    private const int KeysMax = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Figures_are_those_of_a_saved_segment_of_the_same_rule()
    {
        await using var silo = await EstimateSilo.StartAsync();
        var states = new Dictionary<int, List<(IdentityKey Key, ProfileState State)>>();
        for (var seed = 1; seed <= SeedsMax; seed++)
        {
            var random = new Random(seed);
            states[seed] = [.. Enumerable.Range(0, KeysMax)
                .Select(number => RandomStates.Next(random, number))];
            foreach (var (key, state) in states[seed])
            {
                await silo.StoreAsync(WorkspaceOf(seed), key, state);
            }
        }

        var members = 0L;
        foreach (var (seed, kept) in states)
        {
            var random = new Random(-seed);
            var (rule, mergeRule) = (
                RandomStates.RuleOf(random), RandomStates.MergeRuleOf(random));

            var found = await silo.EstimateAsync(rule, mergeRule, WorkspaceOf(seed));

            var saved = Saved(kept, rule, mergeRule);
            var expected = new SegmentEstimate(
                Exactly(saved.Total),
                Exactly(saved.RealTime),
                Exactly(saved.Profiles),
                kept.Count(one => one.State.Standing == ProfileStanding.Profile),
                1,
                silo.Time.GetUtcNow());
            Assert.True(expected == found, $"seed {seed}: {rule} by {mergeRule}: {found}, {saved}");
            members += saved.Total;
        }

        Assert.InRange(members, 1_000, long.MaxValue);
        Assert.Equal("GetAsync", silo.Calls);
    }

    [Fact]
    public async Task Default_merge_rule_decides_where_none_is_named()
    {
        await using var silo = await EstimateSilo.StartAsync();
        var random = new Random(7);
        for (var number = 0; number < KeysMax; number++)
        {
            var (key, state) = RandomStates.Next(random, number);
            await silo.StoreAsync(WorkspaceId.Main, key, state);
        }

        var found = await silo.EstimateAsync("1T OR 2T");

        Assert.Equal(await silo.EstimateAsync("1T OR 2T", "device"), found);
        Assert.NotEqual(await silo.EstimateAsync("1T OR 2T", "all"), found);
        Assert.NotEqual(0, found.Total.Estimate);
    }

    [Fact]
    public async Task Nobody_is_a_member_where_nobody_is_known()
    {
        await using var silo = await EstimateSilo.StartAsync();

        var found = await silo.EstimateAsync("1T");

        Assert.Equal(
            (Exactly(0), Exactly(0), Exactly(0), 0, 1),
            (found.Total, found.RealTime, found.Profiles, found.Sampled, found.Share));
    }

    [Fact]
    public async Task Walk_stops_when_enough_profiles_were_read()
    {
        await using var silo = await EstimateSilo.StartAsync();
        (silo.Many, silo.PartitionProfiles) = (Holders(2), 7_000);

        var found = await silo.EstimateAsync("1T", "all");

        Assert.Equal((21_000, 3.0 / 256), (found.Sampled, found.Share));
        Assert.Equal(3, silo.Walked.Distinct().Count());
        Assert.Equal(
            (3_584_000, 1_792_000), (found.Total.Estimate, found.Profiles.Estimate));
        Assert.Equal(SampledFigure.Of(42_000, 84_000, 3.0 / 256), found.Total);
        Assert.Equal(SampledFigure.Of(21_000, 21_000, 3.0 / 256), found.Profiles);
        Assert.Equal(SampledFigure.Of(0, 0, 3.0 / 256), found.RealTime);
    }

    [Fact]
    public async Task Pointers_count_nobody_and_are_no_profiles()
    {
        await using var silo = await EstimateSilo.StartAsync();
        silo.Many = ProfileState.PointerTo(
            new IdentityKey(SimulatedCatalog.Customers, IdentityValue.Parse("a")), 1);
        silo.PartitionProfiles = 10;

        var found = await silo.EstimateAsync("1T", "all");

        Assert.Equal((Exactly(0), 0, 1), (found.Total, found.Sampled, found.Share));
        Assert.Equal(Enumerable.Range(0, 256), silo.Walked.Order());
    }

    [Fact]
    public async Task Same_rule_meets_the_same_profiles_and_another_one_others()
    {
        await using var silo = await EstimateSilo.StartAsync();
        (silo.Many, silo.PartitionProfiles) = (Holders(1), 4_000);

        await silo.EstimateAsync("1T AND NOT 2T", "all");
        int[] first = [.. silo.Walked];
        silo.Walked.Clear();
        await silo.EstimateAsync("(1t and not 2t)", "graph");
        int[] again = [.. silo.Walked];
        silo.Walked.Clear();
        await silo.EstimateAsync("1T AND NOT 3T", "all");

        Assert.Equal(5, first.Length);
        Assert.Equal(first, again);
        Assert.NotEqual(first, silo.Walked);
    }

    [Fact]
    public async Task Mistakes_are_told_and_cost_no_walk()
    {
        await using var silo = await EstimateSilo.StartAsync();

        var refused = Assert.IsType<SegmentEstimateReply.Refused>(
            await silo.AskAsync("1T AND 77T OR 88T", "household"));

        Assert.Equal(
            "1:8: trait 77T does not exist|1:15: trait 88T does not exist",
            string.Join('|', refused.Faults));
        Assert.Contains("\"device\", \"graph\"", refused.MergeRuleFault, StringComparison.Ordinal);
        Assert.Empty(silo.Walked);
    }

    [Fact]
    public async Task Definitions_that_are_asked_for_decide()
    {
        await using var silo = await EstimateSilo.StartAsync();

        await silo.AskAsync("1T", version: 12);

        Assert.Equal(
            Catalogs.CatalogVersion.Of(12, new DateOnly(2028, 2, 29)), silo.VersionMin);
    }

    [Fact]
    public async Task One_is_estimated_at_a_time_and_who_comes_when_eight_wait_is_refused()
    {
        await using var silo = await EstimateSilo.StartAsync();
        silo.Hold();
        var asked = Enumerable.Range(0, 1 + ISegmentEstimates.WaitingMax)
            .Select(_ => silo.AskAsync("1T"))
            .ToArray();

        var refused = Assert.IsType<SegmentEstimateReply.Busy>(
            await silo.AskAsync("1T").WaitAsync(Limit));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        Assert.Single(silo.Walked);

        silo.Release();
        var answers = await Task.WhenAll(asked).WaitAsync(Limit);
        Assert.All(answers, answer => Assert.IsType<SegmentEstimateReply.Answered>(answer));
        Assert.Equal(1, silo.WalkingMax);
        Assert.IsType<SegmentEstimateReply.Answered>(await silo.AskAsync("1T"));
    }

    [Fact]
    public async Task Who_gives_up_makes_room_waiting_or_walking()
    {
        await using var silo = await EstimateSilo.StartAsync();
        silo.Hold();
        using var walking = new CancellationTokenSource();
        using var waiting = new CancellationTokenSource();
        var first = silo.AskAsync("1T", cancellationToken: walking.Token);
        var others = Enumerable.Range(1, ISegmentEstimates.WaitingMax)
            .Select(_ => silo.AskAsync("1T", cancellationToken: waiting.Token))
            .ToArray();
        Assert.IsType<SegmentEstimateReply.Busy>(await silo.AskAsync("1T").WaitAsync(Limit));

        await waiting.CancelAsync();
        foreach (var other in others)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.WaitAsync(Limit));
        }

        var next = silo.AskAsync("1T");
        await walking.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Limit));
        silo.Release();

        Assert.IsType<SegmentEstimateReply.Answered>(await next.WaitAsync(Limit));
    }

    [Fact]
    public async Task Fault_of_the_store_is_the_askers_and_the_next_one_has_its_turn()
    {
        await using var silo = await EstimateSilo.StartAsync();
        (silo.Many, silo.PartitionProfiles) = (Holders(1), 1);
        silo.Fault = new IOException("The disk is out of order.");
        await Assert.ThrowsAsync<IOException>(() => silo.AskAsync("1T", "all"));

        silo.Fault = null;
        var found = await silo.EstimateAsync("1T", "all").WaitAsync(Limit);

        Assert.Equal(Exactly(256), found.Total);
    }

    // A new number, so that nobody is a member before, and a version that nobody was decided by.
    private static SegmentFigures Saved(
        List<(IdentityKey Key, ProfileState State)> kept, string rule, string mergeRule)
    {
        var definition = RandomStates.Definition;
        var catalog = RandomStates.Compile(
            definition with
            {
                Segments =
                [
                    .. definition.Segments,
                    RandomStates.Segment(RandomStates.Saved, rule, mergeRule),
                ],
            },
            version: 3);
        var tally = new PopulationTally(
            catalog, DateTimeOffset.FromUnixTimeSeconds(RandomStates.Now));
        foreach (var (key, state) in kept)
        {
            var step = ProfileChanges.Reevaluate(
                state, new ProfileContext(key, catalog, RandomStates.Now * 1_000_000));
            if (step.Next.Standing == ProfileStanding.Profile)
            {
                tally.Add(SinceEver(step.Next.Profile));
            }
        }

        return tally.Finish(default).Of(RandomStates.Saved);
    }

    // A draft is taken to have been there always.
    private static Profile SinceEver(Profile profile) => profile with
    {
        Fragments = [.. profile.Fragments.Select(fragment => fragment with
        {
            Memberships = [.. fragment.Memberships.Select(one => one with { Since = 0 })],
        })],
    };

    private static WorkspaceId WorkspaceOf(int seed) => new($"w{seed}");

    private static SampledFigure Exactly(long figure) => new(figure, figure, figure);

    // Identities that hold trait 1 and were never seen.
    private static ProfileState Holders(int count) => ProfileState.Of(new Profile
    {
        Version = 1,
        Fragments = [.. Enumerable.Range(0, count).Select(number =>
            Fragment.Of(new IdentityKey(
                SimulatedCatalog.Customers, IdentityValue.Parse($"h{number}"))) with
            {
                Traits = [TraitQualification.Once(new TraitId(1), RandomStates.Now)],
            })],
    });
}
