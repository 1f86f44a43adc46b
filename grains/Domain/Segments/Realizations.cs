using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>How often a trait was realized lately.</summary>
public static class Realizations
{
    /// <summary>How many realizations lie in the last days, today being the first of
    /// them.</summary>
    /// <remarks><para>Units: UTC days, 1 or more. What is no longer counted by day counts as the
    /// day of the first realization.</para></remarks>
    public static long Within(in TraitQualification held, int days, long nowUnixSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        return DayCounts.In(
            held, new RecencyWindow(RecencyKind.Within, days - 1), UtcDay.Of(nowUnixSeconds));
    }
}
