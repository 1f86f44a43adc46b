using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Traits;

/// <summary>Sets of traits as profiles hold them, from a seed.</summary>
internal static class RandomTraits
{
    /// <summary>Few traits and few days, so that windows end on days that count.</summary>
    public static TraitQualification[] Set(Random random, int traitMax, int today)
    {
        var held = new List<TraitQualification>();
        for (var trait = 1; trait <= traitMax; trait++)
        {
            if (random.Next(3) > 0)
            {
                held.Add(One(random, new TraitId(trait), today));
            }
        }

        return [.. held];
    }

    private static TraitQualification One(Random random, TraitId trait, int today)
    {
        var last = today - random.Next(12) + (random.Next(8) == 0 ? random.Next(4) : 0);
        if (random.Next(3) == 0)
        {
            return TraitQualification.Once(trait, At(random, last));
        }

        var days = Enumerable.Range(0, random.Next(5))
            .Select(_ => last - random.Next(10))
            .Append(last)
            .Distinct()
            .Order()
            .Select(day => new DayCount(day, random.Next(1, 4)))
            .ToArray();
        var dropped = random.Next(3) == 0 ? random.Next(1, 4) : 0;
        var first = days[0].Day - (dropped > 0 ? random.Next(1, 5) : 0);
        return new TraitQualification(
            trait,
            UtcDay.StartOf(first),
            At(random, last),
            days.Sum(day => day.Count) + dropped,
            random.Next(6) == 0 ? [] : [.. days]);
    }

    private static long At(Random random, int day) =>
        UtcDay.StartOf(day) + random.Next((int)UtcDay.SecondsADay);
}
