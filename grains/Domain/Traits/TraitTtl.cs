namespace Krewe.Domain.Traits;

/// <summary>When a qualification runs out.</summary>
/// <remarks>
/// <para>Units: Unix seconds and days. The expiry is exclusive: at that instant the trait is no
/// longer held.</para>
/// <para>Source: Audience Manager, "Create rule-based or onboarded traits", read 2026-11: a TTL
/// of one day lasts 24 hours and what is left of the UTC day.</para>
/// </remarks>
public static class TraitTtl
{
    /// <summary>The expiry of a trait that never runs out.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The midnight after <paramref name="ttlDays"/> full days.</summary>
    /// <returns><see cref="Never"/> for a TTL of 0.</returns>
    public static long ExpiryOf(long lastUnixSeconds, int ttlDays)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ttlDays);
        return ttlDays == 0 ? Never : UtcDay.StartOf(UtcDay.Of(lastUnixSeconds) + ttlDays + 1L);
    }
}
