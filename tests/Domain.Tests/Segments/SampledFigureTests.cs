using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Segments;

/// <summary>
/// Goal: the true figure lies in the interval as often as is said.
/// Method: populations from a seed, of which each profile counts for something or nothing, are
/// drawn 400 times.
/// </summary>
public sealed class SampledFigureTests
{
    private const int SamplesMax = 400;
    private const int HitsMin = SamplesMax * 9 / 10;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(12_345, 98_765)]
    [InlineData(9_007_199_254_740_991, long.MaxValue)]
    public void Figure_of_all_profiles_is_exact(long sum, long squares) =>
        Assert.Equal(new SampledFigure(sum, sum, sum), SampledFigure.Of(sum, squares, 1));

    [Theory]

    // Half of them: 1.96 times the root of 200 to either side of 200.
    [InlineData(100, 100, 0.5, 200, 172, 228)]

    // The same figure of profiles that count for ten each, ten of them: it is less sure.
    [InlineData(100, 1_000, 0.5, 200, 112, 288)]
    [InlineData(241, 241, 0.01953125, 12_339, 10_796, 13_882)]
    public void Interval_is_as_wide_as_the_sample_is_unsure(
        long sum, long squares, double share, long estimate, long low, long high) =>
        Assert.Equal(
            new SampledFigure(estimate, low, high), SampledFigure.Of(sum, squares, share));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 9)]
    [InlineData(5, 13)]
    public void Low_end_is_never_less_than_was_seen(long sum, long squares) =>
        Assert.Equal(sum, SampledFigure.Of(sum, squares, 0.25).Low);

    [Theory]
    [InlineData(0.00390625, 765)]
    [InlineData(0.5, 3)]
    public void Nothing_seen_in_a_sample_may_be_a_few_of_all(double share, long high) =>
        Assert.Equal(new SampledFigure(0, 0, high), SampledFigure.Of(0, 0, share));

    [Theory]
    [InlineData(-1, 0, 0.5)]
    [InlineData(2, 1, 0.5)]
    [InlineData(1, 1, 0)]
    [InlineData(1, 1, 1.01)]
    [InlineData(1, 1, double.NaN)]
    public void Sums_and_chances_that_no_sample_has_are_refused(
        long sum, long squares, double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SampledFigure.Of(sum, squares, share));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void True_figure_lies_in_the_interval_of_nine_in_ten_samples(int seed)
    {
        var random = new Random(seed);
        var share = random.Next(5, 256) / 256.0;
        var membersMax = random.Next(1, 6);

        // At least 20 of those that count for something are to be expected in a sample.
        var counts = Enumerable.Range(0, random.Next((int)(20 / share), 3_000))
            .Select(_ => random.Next(1, membersMax + 1))
            .ToArray();
        var isTrue = counts.Sum();

        var hits = Enumerable.Range(0, SamplesMax)
            .Select(_ => Draw(counts, share, random))
            .Count(figure => figure.Low <= isTrue && isTrue <= figure.High);

        Assert.True(
            hits >= HitsMin, $"seed {seed}: {hits} of {SamplesMax}, {counts.Length} by {share}");
    }

    private static SampledFigure Draw(int[] counts, double share, Random random)
    {
        var (sum, squares) = (0L, 0L);
        foreach (var count in counts)
        {
            if (random.NextDouble() < share)
            {
                sum += count;
                squares += count * count;
            }
        }

        return SampledFigure.Of(sum, squares, share);
    }
}
