using System.ComponentModel.DataAnnotations;

namespace Krewe.Grains.Pacing;

/// <summary>How long to wait after failures: twice as long after each, with some chance so that
/// those who failed together do not come back together.</summary>
internal sealed class RetryWait(TimeSpan min, TimeSpan max, Random random)
{
    private const int DoublingsMax = 30;

    /// <summary>Failures since something went well.</summary>
    public int Failures { get; private set; }

    /// <summary>The wait after one more failure.</summary>
    /// <param name="asked">What whoever was called asks for; it is honoured in full.</param>
    public TimeSpan Next(TimeSpan asked)
    {
        var doubled = min * Math.Pow(2, Math.Min(Failures, DoublingsMax));
        Failures++;
        var bounded = doubled < max ? doubled : max;
        var wait = bounded * (0.5 + (random.NextDouble() / 2));
        return asked > wait ? asked : wait;
    }

    /// <summary>What is wrong with options of these names.</summary>
    public static IEnumerable<ValidationResult> Check(
        TimeSpan retryWaitMin, TimeSpan retryWaitMax)
    {
        if (retryWaitMin > retryWaitMax)
        {
            yield return new ValidationResult(
                $"RetryWaitMin {retryWaitMin} is longer than RetryWaitMax {retryWaitMax}.",
                ["RetryWaitMin", "RetryWaitMax"]);
        }
    }

    /// <summary>Something went well.</summary>
    public void Reset() => Failures = 0;
}
