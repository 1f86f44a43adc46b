using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Onboarding;
using Krewe.Grains.Tests.Profiles;

namespace Krewe.Grains.Tests.Onboarding;

public sealed class JobFeedTests
{
    private const int Job = 7;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Job_that_does_not_exist_is_not_told()
    {
        await using var silo = await FeedSilo.StartAsync();

        await foreach (var job in silo.Jobs.WatchAsync(WorkspaceId.Main, Job, None))
        {
            Assert.Fail($"heard of {job.File}");
        }

        AssertNothingIsLeft(silo);
    }

    [Fact]
    public async Task Watcher_that_gives_up_leaves_nothing_behind()
    {
        await using var silo = await FeedSilo.StartAsync();
        await CreateAsync(silo);
        using var cancellation = new CancellationTokenSource();
        await using var reader = silo.Jobs.WatchAsync(WorkspaceId.Main, Job, None)
            .GetAsyncEnumerator(cancellation.Token);
        Assert.True(await reader.MoveNextAsync());
        Assert.True(silo.Jobs.IsWatched);

        var waiting = reader.MoveNextAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Limit));

        AssertNothingIsLeft(silo);
    }

    [Fact]
    public async Task Job_that_is_over_is_told_once()
    {
        await using var silo = await FeedSilo.StartAsync();
        var grain = await CreateAsync(silo);
        await EndAsync(grain);

        var told = await ReadAsync(silo);

        Assert.Equal([ImportStatus.Done], told.Select(job => job.Status));
        AssertNothingIsLeft(silo);
    }

    [Fact]
    public async Task Job_is_told_as_it_goes_until_it_is_over()
    {
        await using var silo = await FeedSilo.StartAsync();
        var grain = await CreateAsync(silo);
        await using var reader = silo.Jobs.WatchAsync(WorkspaceId.Main, Job, None)
            .GetAsyncEnumerator();
        Assert.Equal(ImportStatus.Queued, (await NextAsync(silo, reader)).Status);

        await grain.StartAsync(None);
        Assert.Equal(ImportStatus.Running, (await NextAsync(silo, reader)).Status);
        await grain.KeepAsync(Progress(10), None);
        Assert.Equal(10, (await NextAsync(silo, reader)).Progress.Rows);
        await EndAsync(grain);
        Assert.Equal(ImportStatus.Archiving, (await NextAsync(silo, reader)).Status);
        var last = await NextAsync(silo, reader);

        Assert.Equal((ImportStatus.Done, "archived"), (last.Status, last.Archived));
        Assert.False(await reader.MoveNextAsync());
        AssertNothingIsLeft(silo);
    }

    [Fact]
    public async Task Progress_is_told_ten_times_a_second_at_most_and_the_latest_always()
    {
        await using var silo = await FeedSilo.StartAsync();
        var grain = await CreateAsync(silo);
        await grain.StartAsync(None);
        await using var reader = silo.Jobs.WatchAsync(WorkspaceId.Main, Job, None)
            .GetAsyncEnumerator();
        Assert.Equal(0, (await NextAsync(silo, reader)).Progress.Rows);

        var next = reader.MoveNextAsync().AsTask();
        for (var rows = 1; rows <= 50; rows++)
        {
            await grain.KeepAsync(Progress(rows), None);
        }

        await silo.JobTime.WaitForTimersAsync(1);
        silo.JobTime.Advance(Pace - TimeSpan.FromMilliseconds(1));
        Assert.False(next.IsCompleted);
        silo.JobTime.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(await next.WaitAsync(Limit));
        Assert.Equal(50, reader.Current.Progress.Rows);
    }

    [Fact]
    public async Task Slow_watcher_hears_every_status_and_the_last_of_its_progress()
    {
        await using var silo = await FeedSilo.StartAsync();
        var grain = await CreateAsync(silo);
        await using var reader = silo.Jobs.WatchAsync(WorkspaceId.Main, Job, None)
            .GetAsyncEnumerator();
        await NextAsync(silo, reader);

        await grain.StartAsync(None);
        for (var rows = 1; rows <= 2_000; rows++)
        {
            await grain.KeepAsync(Progress(rows), None);
        }

        await EndAsync(grain);
        var told = new List<(ImportStatus, long)>();
        for (var step = 0; step < 3; step++)
        {
            var job = await NextAsync(silo, reader);
            told.Add((job.Status, job.Progress.Rows));
        }

        Assert.Equal(
            [
                (ImportStatus.Running, 2_000), (ImportStatus.Archiving, 2_000),
                (ImportStatus.Done, 2_000),
            ],
            told);
        Assert.False(await reader.MoveNextAsync());
    }

    // A watcher that has something to tell before its time waits for the clock.
    private static async Task<ImportJob> NextAsync(
        FeedSilo silo, IAsyncEnumerator<ImportJob> reader)
    {
        var next = reader.MoveNextAsync().AsTask();
        if (!next.IsCompleted)
        {
            await Task.WhenAny(next, silo.JobTime.WaitForTimersAsync(1)).WaitAsync(Limit);
            silo.JobTime.Advance(Pace);
        }

        Assert.True(await next.WaitAsync(Limit));
        return reader.Current;
    }

    private static async Task<List<ImportJob>> ReadAsync(FeedSilo silo)
    {
        var told = new List<ImportJob>();
        await foreach (var job in silo.Jobs.WatchAsync(WorkspaceId.Main, Job, None))
        {
            told.Add(job);
        }

        return told;
    }

    private static async Task<IImportJobGrain> CreateAsync(FeedSilo silo)
    {
        var grain = silo.Client.GetGrain<IImportJobGrain>(WorkspaceId.Main.JobKey(Job));
        await grain.CreateAsync(
            new ImportJob
            {
                Id = Job,
                File = "rows.sync",
                SizeBytes = 100,
                Received = silo.Time.GetUtcNow(),
                Upload = 1,
            },
            None);
        return grain;
    }

    private static async Task EndAsync(IImportJobGrain grain)
    {
        await grain.FinishAsync(
            new ImportReceipt
            {
                File = "rows.sync",
                Started = DateTimeOffset.UnixEpoch,
                Ended = DateTimeOffset.UnixEpoch,
            }, None);
        await grain.ArchiveAsync("archived", None);
    }

    private static ImportCheckpoint Progress(long rows) => new()
    {
        At = 1,
        Progress = new ImportProgress(rows, RowsPerSecond: 5, Fraction: 0.5),
    };

    private static void AssertNothingIsLeft(FeedSilo silo)
    {
        Assert.Equal((0, 0), (silo.Metrics.Subscriptions, silo.Jobs.Places));
        Assert.False(silo.Jobs.IsWatched);
    }
}
