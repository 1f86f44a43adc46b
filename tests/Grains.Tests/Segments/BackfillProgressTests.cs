using Krewe.Contracts.Segments;

namespace Krewe.Grains.Tests.Segments;

/// <summary>
/// Goal: what is said of a walk is true of the profiles it has been to.
/// Method: it is asked after every turn, of partitions whose numbers of profiles are known.
/// </summary>
public sealed class BackfillProgressTests
{
    private const int TurnsMax = 200;

    [Fact]
    public async Task Nothing_runs_before_a_walk_was_asked_for()
    {
        await using var silo = await BackfillSilo.StartAsync();

        var progress = await silo.ProgressAsync();

        Assert.False(progress.IsRunning);
        Assert.Equal((0, 0), (progress.CatalogVersion, progress.Profiles));
    }

    [Fact]
    public async Task Walk_tells_of_each_partition_with_its_profiles_and_of_no_pointer()
    {
        await using var silo = await BackfillSilo.StartAsync();
        await silo.AskAsync(1);

        var told = await WalkAsync(silo);

        Assert.All(told, progress =>
        {
            Assert.Equal(
                Enumerable.Range(0, progress.Done).Sum(BackfillSilo.Profiles), progress.Profiles);
            Assert.Equal(progress.Done < BackfillProgress.Partitions, progress.IsRunning);
        });
        Assert.Equal(told.Select(progress => progress.Done).Order(), told.Select(it => it.Done));
        Assert.True(told.Count(progress => progress.IsRunning) > BackfillProgress.Partitions / 2);
        Assert.Equal(BackfillProgress.Partitions, told[^1].Done);
    }

    [Fact]
    public async Task Walk_that_was_cut_short_goes_on_when_somebody_asks()
    {
        var storage = BackfillSilo.NewStorage();
        var before = 0;
        await using (var silo = await BackfillSilo.StartAsync(storage))
        {
            await silo.AskAsync(1);
            for (var turn = 0; before < 10; turn++)
            {
                Assert.True(turn < TurnsMax, "The walk does not go on.");
                before = (await silo.TurnAsync()).Done;
            }
        }

        await using var next = await BackfillSilo.StartAsync(storage);
        Assert.InRange((await next.ProgressAsync()).Done, before, BackfillProgress.Partitions - 1);
        var told = await WalkAsync(next);

        Assert.Equal(BackfillProgress.Partitions, told[^1].Done);
        Assert.Equal(
            Enumerable.Range(0, BackfillProgress.Partitions).Sum(BackfillSilo.Profiles),
            told[^1].Profiles);
    }

    [Fact]
    public async Task Newer_definitions_begin_anew_and_older_ones_change_nothing()
    {
        await using var silo = await BackfillSilo.StartAsync();
        await silo.AskAsync(5);
        for (var turn = 0; turn < 20; turn++)
        {
            await silo.TurnAsync();
        }

        var before = await silo.ProgressAsync();
        await silo.AskAsync(4);
        var same = await silo.ProgressAsync();
        await silo.AskAsync(6);
        var anew = await silo.ProgressAsync();
        var told = await WalkAsync(silo);

        Assert.True(before is { IsRunning: true, Done: > 10 }, $"{before}");
        Assert.True(same.CatalogVersion == 5 && same.Done >= before.Done, $"{same}");
        Assert.True(anew.CatalogVersion == 6 && anew.Done < before.Done, $"{anew}");
        Assert.Equal(
            Enumerable.Range(0, BackfillProgress.Partitions).Sum(BackfillSilo.Profiles),
            told[^1].Profiles);
    }

    private static async Task<List<BackfillProgress>> WalkAsync(BackfillSilo silo)
    {
        var told = new List<BackfillProgress> { await silo.ProgressAsync() };
        while (told[^1].IsRunning && told.Count < TurnsMax)
        {
            told.Add(await silo.TurnAsync());
        }

        return told;
    }
}
