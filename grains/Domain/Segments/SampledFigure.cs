namespace Krewe.Domain.Segments;

/// <summary>How many there are of something, by a sample of the profiles.</summary>
/// <remarks>
/// <para>Shape: each profile is in the sample or not by a hash of its key, so whole profiles are
/// drawn, and what one of them counts for is in the sample together. From all of them the figure
/// is exact: all three are the same.</para>
/// <para>Units: whole numbers. The figure lies between <paramref name="Low"/> and
/// <paramref name="High"/>, both inside, with a confidence of 95 % as the normal distribution has
/// it. For profiles that count alike that is 90 % at least once ten of them are to be expected in
/// the sample; with fewer it sinks, to 80 % where three are. <paramref name="Low"/> is never less
/// than was seen. Where nothing was seen, <paramref name="High"/> is what would have shown itself
/// in 19 of 20 samples.</para>
/// <para>Source: Särndal, Swensson, Wretman, "Model Assisted Survey Sampling", 3.2, for a sample in
/// which each one is by itself; Hanley, Lippman-Hand, "If nothing goes wrong, is everything all
/// right?", 1983, for three as the most where none is seen.</para>
/// </remarks>
/// <param name="Estimate">The figure that fits the sample best.</param>
/// <param name="Low">Hardly less.</param>
/// <param name="High">Hardly more.</param>
public readonly record struct SampledFigure(long Estimate, long Low, long High)
{
    // Of 95 % in the middle of the normal distribution.
    private const double Deviations = 1.96;

    // Nothing is seen of so many, each with a small chance, in one of 20 samples.
    private const double UnseenMax = 3;

    /// <summary>The figure of all profiles.</summary>
    /// <param name="sum">What the profiles of the sample count for together.</param>
    /// <param name="squares">The sum of the squares of what each counts for.</param>
    /// <param name="share">The chance of each profile to be in the sample: above 0, 1 at
    /// most.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sum is negative, the squares are less than
    /// the sum, or the share is no chance.</exception>
    public static SampledFigure Of(long sum, long squares, double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sum);
        ArgumentOutOfRangeException.ThrowIfLessThan(squares, sum);
        if (!(share is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "No chance above 0.");
        }

        var estimate = sum / share;
        var deviation = Math.Sqrt((1 - share) * squares) / share;
        var width = sum == 0 ? UnseenMax * (1 - share) / share : Deviations * deviation;
        return new SampledFigure(
            (long)Math.Round(estimate),
            Math.Max(sum, (long)Math.Floor(estimate - width)),
            (long)Math.Ceiling(estimate + width));
    }
}
