namespace Krewe.Grains.Tests.Retention;

/// <summary>
/// Goal: who is not seen is forgotten and counted once, whatever fails on the way.
/// Method: customers and e-mails in real profiles, a clock that a test moves by days, and storage
/// of which now and then a write fails before or after it has landed.
/// </summary>
public sealed class RetentionGrainTests
{
    private const int Customers = 12;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(11)]
    public async Task Crash_forgets_nobody_who_was_seen_and_counts_each_once(int faultEvery)
    {
        await using var silo = await RetentionSilo.StartAsync();
        var rows = Enumerable.Range(1, Customers)
            .Select(number => ($"10/c{number:D2}", (string?)$"20/e{number:D2}"))
            .ToArray();
        await silo.ReadAsync(rows);
        silo.Time.Sleep(TimeSpan.FromDays(40));
        await silo.ReadAsync(("10/c01", null));

        silo.Storage.FaultEvery = faultEvery;
        await silo.PassAsync(22, turns: 150);
        silo.Storage.FaultEvery = 0;
        var progress = await silo.PassAsync(0, turns: 150);

        Assert.False(progress.IsRunning);
        Assert.Equal("10/c01", silo.Kept);
        Assert.Equal((2 * Customers) - 1, progress.ForgottenInWalk);
    }

    [Fact]
    public async Task Customers_go_after_thirty_days_and_emails_after_sixty()
    {
        await using var silo = await RetentionSilo.StartAsync();
        await silo.ReadAsync(("10/c", "20/e"));

        var early = await silo.PassAsync(29);
        Assert.Equal((0L, "10/c 20/e"), (early.Forgotten, silo.Kept));

        var late = await silo.PassAsync(8);
        Assert.Equal((1L, 1L), (late.ForgottenInWalk, late.Forgotten));
        Assert.Equal("", silo.Kept);
    }

    [Fact]
    public async Task Customer_who_is_named_again_stays_with_the_email()
    {
        await using var silo = await RetentionSilo.StartAsync();
        await silo.ReadAsync(("10/c", "20/e"), ("10/d", "20/f"));
        await silo.PassAsync(20);
        await silo.ReadAsync(("10/c", null));

        var progress = await silo.PassAsync(20);

        Assert.Equal("10/c 20/e", silo.Kept);
        Assert.Equal(1, progress.Forgotten);
    }

    [Fact]
    public async Task Walks_are_a_week_apart()
    {
        await using var silo = await RetentionSilo.StartAsync();
        var first = await silo.PassAsync(6);
        var second = await silo.PassAsync(1);
        var third = await silo.PassAsync(1);

        Assert.Null(first.Began);
        Assert.NotNull(second.Began);
        Assert.Equal(second.Began, third.Began);
        Assert.Equal(second.Began + TimeSpan.FromDays(7), third.Next);
    }
}
