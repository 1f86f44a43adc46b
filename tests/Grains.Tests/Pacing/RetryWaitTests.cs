using Krewe.Grains.Activation;
using Krewe.Grains.Pacing;

namespace Krewe.Grains.Tests.Pacing;

public sealed class RetryWaitTests
{
    private static readonly DeliveryOptions Options = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Waits_double_up_to_the_longest_and_vary_by_half(int seed)
    {
        var retries = Waits(seed);
        for (var failure = 0; failure < 100; failure++)
        {
            var wait = retries.Next(TimeSpan.Zero);
            var bound = Math.Min(Math.Pow(2, failure), Options.RetryWaitMax.TotalSeconds);

            Assert.True(
                wait.TotalSeconds >= bound / 2 && wait.TotalSeconds <= bound,
                $"seed {seed}: failure {failure} waits {wait}");
        }
    }

    [Fact]
    public void A_wait_that_the_platform_asks_for_is_honoured()
    {
        var retries = Waits(seed: 1);

        Assert.Equal(TimeSpan.FromHours(1), retries.Next(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Success_starts_anew()
    {
        var retries = Waits(seed: 1);
        for (var failure = 0; failure < 10; failure++)
        {
            retries.Next(TimeSpan.Zero);
        }

        retries.Reset();

        Assert.InRange(retries.Next(TimeSpan.Zero), TimeSpan.Zero, Options.RetryWaitMin);
    }

    private static RetryWait Waits(int seed) =>
        new(Options.RetryWaitMin, Options.RetryWaitMax, new Random(seed));
}
