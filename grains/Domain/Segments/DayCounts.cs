using Krewe.Domain.Traits;

namespace Krewe.Domain.Segments;

/// <summary>Which qualifications of a trait fall into which days.</summary>
/// <remarks>
/// <para>Shape: what was counted by day stands on its day. Of the rest, one stands on the day of
/// the last qualification if that is later than every counted day, and the others stand on the
/// day of the first: counts are dropped oldest first, and onboarded traits keep none.</para>
/// </remarks>
internal static class DayCounts
{
    /// <summary>No day: nothing changes by time alone.</summary>
    public const long NoDay = long.MaxValue;

    /// <summary>How many qualifications lie in a window.</summary>
    public static long In(in TraitQualification held, RecencyWindow window, long today) =>
        window.Kind switch
        {
            RecencyKind.Ever => held.Total,
            RecencyKind.Within => Between(held, today - window.Days, today),
            _ => held.Total - Between(held, today - window.Days + 1, int.MaxValue),
        };

    /// <summary>The first day after today that a count may differ on; a later one is sure to come
    /// after it.</summary>
    public static long NextChange(in TraitQualification held, RecencyWindow window, long today)
    {
        if (window.Kind == RecencyKind.Ever)
        {
            return NoDay;
        }

        var next = NoDay;
        foreach (var day in held.Days)
        {
            next = Math.Min(next, NextChange(day.Day, window, today));
        }

        next = Math.Min(next, NextChange(UtcDay.Of(held.First), window, today));
        return Math.Min(next, NextChange(UtcDay.Of(held.Last), window, today));
    }

    /// <summary>When a day enters or leaves the window.</summary>
    private static long NextChange(long day, RecencyWindow window, long today)
    {
        var isWithin = window.Kind == RecencyKind.Within;
        if (isWithin && day > today)
        {
            return day;
        }

        var change = day + window.Days + (isWithin ? 1 : 0);
        return change > today ? change : NoDay;
    }

    private static long Between(in TraitQualification held, long from, long to)
    {
        var days = held.Days.AsSpan();
        var rest = (long)held.Total;
        var inside = 0L;
        var latest = days.IsEmpty ? long.MinValue : days[^1].Day;
        foreach (ref readonly var day in days)
        {
            rest -= day.Count;
            inside += day.Day >= from && day.Day <= to ? day.Count : 0;
        }

        var last = UtcDay.Of(held.Last);
        if (rest > 0 && last > latest)
        {
            rest--;
            inside += last >= from && last <= to ? 1 : 0;
        }

        var first = UtcDay.Of(held.First);
        return inside + (rest > 0 && first >= from && first <= to ? rest : 0);
    }
}
