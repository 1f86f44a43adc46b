using System.Collections.Immutable;
using Krewe.Domain.Catalogs;

namespace Krewe.Domain.Traits;

/// <summary>Counts what live events realized.</summary>
/// <remarks>
/// <para>Shape: an onboarded or algorithmic trait counts once, whatever realizes it. Days are kept
/// as far back from the latest as a rule may ask; earlier ones are counted in the total
/// alone.</para>
/// </remarks>
public static class TraitRealization
{
    /// <summary>The traits that are held after an event.</summary>
    /// <param name="held">Sorted by trait, each once; so is the result.</param>
    /// <param name="realized">Ascending, each once.</param>
    /// <param name="at">When, in Unix seconds.</param>
    /// <param name="now">Now, in Unix seconds: a trait that has run out is held anew.</param>
    /// <param name="catalog">Which traits count, and for how long.</param>
    public static ImmutableArray<TraitQualification> Add(
        ImmutableArray<TraitQualification> held,
        ReadOnlySpan<TraitId> realized,
        long at,
        long now,
        Catalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var next = ImmutableArray.CreateBuilder<TraitQualification>(
            held.Length + realized.Length);
        var place = 0;
        foreach (var trait in realized)
        {
            while (place < held.Length && held[place].Trait < trait)
            {
                next.Add(held[place]);
                place++;
            }

            var isHeld = place < held.Length && held[place].Trait == trait;
            next.Add(isHeld && !HasRunOut(held[place], now, catalog)
                ? Again(held[place], at, catalog)
                : First(trait, at, catalog));
            place += isHeld ? 1 : 0;
        }

        next.AddRange(held.AsSpan()[place..]);
        return next.DrainToImmutable();
    }

    private static bool HasRunOut(
        in TraitQualification held, long now, Catalog catalog) =>
        catalog.FindTrait(held.Trait) is { } trait
        && TraitTtl.ExpiryOf(held.Last, trait.TtlDays) <= now;

    private static bool Counts(TraitId trait, Catalog catalog) =>
        catalog.FindTrait(trait) is { Type: TraitType.RuleBased };

    private static TraitQualification First(TraitId trait, long at, Catalog catalog) =>
        TraitQualification.Once(trait, at) with
        {
            Days = Counts(trait, catalog) ? [new DayCount(UtcDay.Of(at), 1)] : [],
        };

    private static TraitQualification Again(
        TraitQualification held, long at, Catalog catalog)
    {
        var seen = held with
        {
            First = Math.Min(held.First, at),
            Last = Math.Max(held.Last, at),
        };
        return !Counts(held.Trait, catalog) ? seen : seen with
        {
            Total = held.Total == int.MaxValue ? held.Total : held.Total + 1,
            Days = Counted(held.Days, UtcDay.Of(at), catalog.DaysKept(held.Trait)),
        };
    }

    private static ImmutableArray<DayCount> Counted(
        ImmutableArray<DayCount> days, int day, int daysKept)
    {
        if (!days.IsEmpty && days[^1].Day == day)
        {
            return days.SetItem(days.Length - 1, days[^1] with { Count = days[^1].Count + 1 });
        }

        var earliest = Math.Max(day, days.IsEmpty ? day : days[^1].Day) - daysKept;
        var next = ImmutableArray.CreateBuilder<DayCount>(days.Length + 1);
        var isCounted = day < earliest;
        foreach (var known in days)
        {
            if (known.Day < earliest)
            {
                continue;
            }

            if (!isCounted && known.Day >= day)
            {
                isCounted = true;
                var isSame = known.Day == day;
                next.Add(new DayCount(day, isSame ? known.Count + 1 : 1));
                if (isSame)
                {
                    continue;
                }
            }

            next.Add(known);
        }

        if (!isCounted)
        {
            next.Add(new DayCount(day, 1));
        }

        return next.DrainToImmutable();
    }
}
