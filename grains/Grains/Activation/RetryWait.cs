namespace Krewe.Grains.Activation;

/// <summary>How long to wait after failures: twice as long after each, with some chance so that
/// shards do not come back together.</summary>
internal sealed class RetryWait(DeliveryOptions options, Random random)
{
    private const int DoublingsMax = 30;

    private int _failures;

    /// <summary>The wait after one more failure.</summary>
    /// <param name="asked">What the platform asks for; it is honoured in full.</param>
    public TimeSpan Next(TimeSpan asked)
    {
        var doubled = options.RetryWaitMin * Math.Pow(2, Math.Min(_failures, DoublingsMax));
        _failures++;
        var bounded = doubled < options.RetryWaitMax ? doubled : options.RetryWaitMax;
        var wait = bounded * (0.5 + (random.NextDouble() / 2));
        return asked > wait ? asked : wait;
    }

    /// <summary>Something went well.</summary>
    public void Reset() => _failures = 0;
}
