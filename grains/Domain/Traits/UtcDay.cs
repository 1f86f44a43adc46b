namespace Krewe.Domain.Traits;

/// <summary>Days as windows and expiries count them: whole UTC days.</summary>
/// <remarks><para>Units: days since 1970-01-01; instants are Unix seconds.</para></remarks>
public static class UtcDay
{
    /// <summary>How long a day is. Unix seconds know no leap second.</summary>
    public const long SecondsADay = 86_400;

    /// <summary>The day that an instant lies in.</summary>
    public static int Of(long unixSeconds)
    {
        var day = unixSeconds / SecondsADay;
        if (unixSeconds % SecondsADay < 0)
        {
            day--;
        }

        return (int)Math.Clamp(day, int.MinValue, int.MaxValue);
    }

    /// <summary>The midnight that a day begins with.</summary>
    public static long StartOf(long day) => day * SecondsADay;
}
