using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Segments;
using Krewe.Grains.Segments;
using Krewe.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Krewe.Grains.Tests.Segments;

#pragma warning disable CA1001 // xunit calls DisposeAsync of IAsyncLifetime.
public sealed class SegmentPopulationsCacheTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTimeProvider _time = new();
    private readonly FakeScan _scan = new(RandomProfiles.CatalogOf(1));
    private readonly SegmentPopulationsCache _cache;

    public SegmentPopulationsCacheTests()
    {
        _cache = new SegmentPopulationsCache(
            _scan, _scan, _time, NullLogger<SegmentPopulationsCache>.Instance);
        var random = new Random(1);
        _scan.Profiles.AddRange(
            Enumerable.Range(0, 20).Select(number => RandomProfiles.Next(random, number)));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        _scan.Release();
        return _cache.DisposeAsync().AsTask();
    }

    [Fact]
    public async Task First_asker_gets_the_fault_and_the_next_one_starts_another_walk()
    {
        _scan.Fault = new IOException("The disk is out of order.");

        await Assert.ThrowsAsync<IOException>(() => AskAsync());

        _scan.Fault = null;
        var figures = await AskAsync();
        Assert.Equal(2, _scan.Walks);
        Assert.NotEmpty(figures.Segments);
    }

    [Fact]
    public async Task Later_fault_leaves_the_last_count_standing_and_is_tried_again()
    {
        var first = await AskAsync();
        _scan.Fault = new IOException("The disk is out of order.");
        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.Same(first, await AskAsync());
        Assert.Equal(2, _scan.Walks);

        _scan.Fault = null;
        await PassAsync(TimeSpan.FromSeconds(2));

        Assert.NotSame(first, await AskAsync());
        Assert.Equal(3, _scan.Walks);
    }

    [Fact]
    public async Task Asker_who_gives_up_does_not_stop_the_walk_for_others()
    {
        _scan.Hold();
        using var impatient = new CancellationTokenSource();
        var first = _cache.GetAsync(WorkspaceId.Main, impatient.Token).AsTask();
        var second = AskAsync();
        await _scan.UntilHeldAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Limit));

        _scan.Release();

        Assert.NotEmpty((await second).Segments);
        Assert.Equal(1, _scan.Walks);
    }

    [Fact]
    public async Task Cache_that_ends_stops_the_walk_and_answers_nobody()
    {
        _scan.Hold();
        var asked = AskAsync();
        await _scan.UntilHeldAsync();

        await _cache.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Limit));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AskAsync());
    }

    [Fact]
    public async Task A_hundred_askers_share_one_walk()
    {
        _scan.Hold();
        var asked = Enumerable.Range(0, 100).Select(_ => Task.Run(AskAsync)).ToArray();
        await _scan.UntilHeldAsync();
        _scan.Release();

        var figures = await Task.WhenAll(asked);

        Assert.All(figures, one => Assert.Same(figures[0], one));
        Assert.Equal(1, _scan.Walks);
    }

    [Fact]
    public async Task Count_that_is_fresh_is_answered_without_a_walk()
    {
        var first = await AskAsync();
        await PassAsync(SegmentPopulationsCache.AgeMin);

        Assert.Same(first, await AskAsync());
        Assert.Equal((1, _time.GetUtcNow().AddSeconds(-1)), (_scan.Walks, first.AsOf));
    }

    [Fact]
    public async Task Count_that_is_old_is_answered_while_the_next_walk_runs()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
        _scan.Hold();
        _scan.Profiles.Clear();

        Assert.Same(first, await AskAsync());
        await _scan.UntilHeldAsync();
        Assert.Same(first, await AskAsync());
        _scan.Release();
        await _cache.WhenIdleAsync();
        var second = await AskAsync();

        Assert.Equal((2, _time.GetUtcNow()), (_scan.Walks, second.AsOf));
        Assert.All(second.Segments.Values, figures => Assert.Equal(0, figures.Total));
        Assert.Contains(first.Segments.Values, figures => figures.Total > 0);
    }

    [Fact]
    public async Task First_asker_after_a_pause_waits_for_the_count_of_now()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(70));

        var second = await AskAsync().WaitAsync(Limit);

        Assert.NotSame(first, second);
        Assert.Equal((2, _time.GetUtcNow()), (_scan.Walks, second.AsOf));
    }

    [Fact]
    public async Task A_hundred_askers_after_a_pause_wait_for_one_walk()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(70));
        _scan.Hold();
        var asked = Enumerable.Range(0, 100).Select(_ => AskAsync()).ToArray();
        await _scan.UntilHeldAsync();
        Assert.All(asked, one => Assert.False(one.IsCompleted));

        _scan.Release();
        var figures = await Task.WhenAll(asked).WaitAsync(Limit);

        Assert.All(figures, one => Assert.Same(figures[0], one));
        Assert.NotSame(first, figures[0]);
        Assert.Equal(2, _scan.Walks);
    }

    [Fact]
    public async Task Slow_walk_holds_nobody_for_longer_than_a_second_from_its_start()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(70));
        _scan.Hold();
        var early = AskAsync();
        _time.Advance(TimeSpan.FromMilliseconds(600));
        var late = AskAsync();
        _time.Advance(TimeSpan.FromMilliseconds(399));
        Assert.False(early.IsCompleted || late.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Same(first, await early.WaitAsync(Limit));
        Assert.Same(first, await late.WaitAsync(Limit));
        Assert.Same(first, await AskAsync().WaitAsync(Limit));
        _scan.Release();
        await _cache.WhenIdleAsync();
        Assert.NotSame(first, await AskAsync());
        Assert.Equal(2, _scan.Walks);
    }

    [Fact]
    public async Task Who_gives_up_after_a_pause_does_not_stop_the_walk_for_others()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(70));
        _scan.Hold();
        using var impatient = new CancellationTokenSource();
        var given = _cache.GetAsync(WorkspaceId.Main, impatient.Token).AsTask();
        var other = AskAsync();
        await _scan.UntilHeldAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Limit));

        _scan.Release();

        Assert.NotSame(first, await other.WaitAsync(Limit));
        Assert.Equal(2, _scan.Walks);
    }

    [Fact]
    public async Task Walk_that_fails_after_a_pause_answers_the_last_count()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(70));
        _scan.Fault = new IOException("The disk is out of order.");

        Assert.Same(first, await AskAsync().WaitAsync(Limit));
        Assert.Equal(2, _scan.Walks);
    }

    [Fact]
    public async Task Cache_that_ends_lets_go_of_who_waits_after_a_pause()
    {
        var first = await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(70));
        _scan.Hold();
        var asked = AskAsync();
        await _scan.UntilHeldAsync();

        await _cache.DisposeAsync();

        Assert.Same(first, await asked.WaitAsync(Limit));
    }

    [Fact]
    public async Task Count_is_answered_at_once_within_twenty_times_its_walk()
    {
        _scan.Hold();
        var asked = AskAsync();
        await _scan.UntilHeldAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        _scan.Release();
        var first = await asked;
        _scan.Hold();
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Same(first, await AskAsync().WaitAsync(Limit));
        Assert.Equal(1, _scan.Walks);
        _time.Advance(TimeSpan.FromSeconds(1));

        var second = AskAsync();
        await _scan.UntilHeldAsync();
        _scan.Release();

        Assert.NotSame(first, await second.WaitAsync(Limit));
    }

    [Fact]
    public async Task Walk_that_takes_long_is_followed_by_a_rest_of_twenty_times_as_long()
    {
        _scan.Hold();
        var first = AskAsync();
        await _scan.UntilHeldAsync();
        _time.Advance(TimeSpan.FromSeconds(3));
        _scan.Release();
        await first;

        await PassAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, _scan.Walks);

        await PassAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(2, _scan.Walks);
    }

    [Fact]
    public async Task Segment_that_was_not_counted_has_nobody()
    {
        var figures = await AskAsync();

        Assert.Same(SegmentFigures.None, figures.Of(new SegmentId(99)));
    }

    private Task<SegmentPopulations> AskAsync() =>
        _cache.GetAsync(WorkspaceId.Main, None).AsTask();

    /// <summary>Lets time pass, asks, and waits for the walk that this may begin.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        await AskAsync();
        await _cache.WhenIdleAsync();
    }
}
