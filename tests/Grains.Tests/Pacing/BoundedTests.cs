using Krewe.Grains.Pacing;

namespace Krewe.Grains.Tests.Pacing;

/// <summary>Many things are done, some at a time.</summary>
public sealed class BoundedTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task All_are_done_once_and_no_more_than_allowed_at_a_time(int count)
    {
        var done = new List<int>();
        var (running, most) = (0, 0);
        await Bounded.ForEachAsync([.. Enumerable.Range(0, count)], 3, async item =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(TimeSpan.FromMilliseconds(item % 3), TimeProvider.System);
            lock (done)
            {
                done.Add(item);
            }

            Interlocked.Decrement(ref running);
        });

        Assert.Equal(Enumerable.Range(0, count), done.Order());
        Assert.InRange(most, 0, 3);
    }

    [Fact]
    public async Task One_that_is_slow_holds_no_other_up()
    {
        var last = new TaskCompletionSource();

        await Bounded.ForEachAsync([.. Enumerable.Range(0, 10)], 2, item =>
        {
            if (item == 9)
            {
                last.SetResult();
            }

            return item == 0 ? last.Task : Task.CompletedTask;
        }).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }

    [Fact]
    public async Task After_one_that_throws_no_other_is_begun()
    {
        var begun = 0;

        await Assert.ThrowsAsync<IOException>(() => Bounded.ForEachAsync(
            [.. Enumerable.Range(0, 10)],
            2,
            async item =>
            {
                Interlocked.Increment(ref begun);
                await Task.Yield();
                throw new IOException();
            }));

        Assert.InRange(begun, 1, 2);
    }
}
