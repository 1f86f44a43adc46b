using System.Collections.Concurrent;

namespace Krewe.Sandbox.State;

/// <summary>An advertiser's account: audiences, a call quota and terms to accept.</summary>
internal sealed class AdAccount(string id, string name)
{
    /// <summary>The bare number, without the prefix that a platform may show.</summary>
    public string Id { get; } = id;

    public string Name { get; set; } = name;

    public string BusinessId { get; set; } = "9" + id.PadLeft(9, '0');

    public bool TermsAccepted { get; set; } = true;

    public bool IsAdvancedTier { get; set; } = true;

    /// <summary>Calls in a rolling hour; null leaves it to the tier.</summary>
    public int? CallsPerHour { get; set; }

    public ConcurrentDictionary<string, Audience> Audiences { get; } =
        new(StringComparer.Ordinal);

    /// <summary>Held while an audience is made, so that two cannot both be the last.</summary>
    public Lock CreateGate { get; } = new();

    public RollingHour Calls { get; } = new();
}

/// <summary>Counts calls of the last hour by the minute. Safe from any thread.</summary>
internal sealed class RollingHour
{
    private const int Minutes = 60;

    private readonly Lock _gate = new();
    private readonly (long Minute, int Count)[] _counts = new (long, int)[Minutes];

    /// <summary>Counts one call.</summary>
    /// <returns>Calls in the hour that ends now, this one included.</returns>
    public int Count(DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        lock (_gate)
        {
            ref var slot = ref _counts[minute % Minutes];
            slot = slot.Minute == minute ? (minute, slot.Count + 1) : (minute, 1);
            return Sum(minute);
        }
    }

    public int Current(DateTimeOffset now)
    {
        lock (_gate)
        {
            return Sum(now.ToUnixTimeSeconds() / 60);
        }
    }

    /// <summary>Minutes until the hour holds fewer than <paramref name="limit"/> calls.</summary>
    public int MinutesUntilBelow(int limit, DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        lock (_gate)
        {
            var wait = 0;
            while (wait < Minutes && Sum(minute + wait) >= limit)
            {
                wait++;
            }

            return wait;
        }
    }

    private int Sum(long minute)
    {
        var sum = 0;
        foreach (var slot in _counts)
        {
            sum += slot.Minute > minute - Minutes && slot.Minute <= minute ? slot.Count : 0;
        }

        return sum;
    }
}
