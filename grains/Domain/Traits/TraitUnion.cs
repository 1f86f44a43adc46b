using System.Collections.Immutable;

namespace Krewe.Domain.Traits;

/// <summary>The traits of several fragments, read as those of one person.</summary>
/// <remarks>
/// <para>Shape: every set is sorted by trait and names each once; so is the result. Merging is
/// commutative and associative, and the empty set changes nothing. It is not idempotent: each
/// fragment counts its own qualifications, onboarded ones too.</para>
/// <para>Units: counts stop at <see cref="int.MaxValue"/>.</para>
/// </remarks>
public static class TraitUnion
{
    /// <summary>Writes the union of two sets into <paramref name="output"/>, which holds as many
    /// as both together.</summary>
    /// <returns>How many traits the union has.</returns>
    public static int Merge(
        ReadOnlySpan<TraitQualification> left,
        ReadOnlySpan<TraitQualification> right,
        Span<TraitQualification> output)
    {
        var (i, j, count) = (0, 0, 0);
        while (i < left.Length && j < right.Length)
        {
            var order = left[i].Trait.CompareTo(right[j].Trait);
            output[count++] = order < 0 ? left[i]
                : order > 0 ? right[j]
                : Merge(left[i], right[j]);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        left[i..].CopyTo(output[count..]);
        count += left.Length - i;
        right[j..].CopyTo(output[count..]);
        return count + right.Length - j;
    }

    /// <summary>The qualifications of two fragments for one trait.</summary>
    public static TraitQualification Merge(
        in TraitQualification left, in TraitQualification right) =>
        new(
            left.Trait,
            Math.Min(left.First, right.First),
            Math.Max(left.Last, right.Last),
            Sum(left.Total, right.Total),
            Merge(left.Days, right.Days));

    private static ImmutableArray<DayCount> Merge(
        ImmutableArray<DayCount> left, ImmutableArray<DayCount> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return left.IsEmpty ? right : left;
        }

        var days = ImmutableArray.CreateBuilder<DayCount>(left.Length + right.Length);
        var (i, j) = (0, 0);
        while (i < left.Length && j < right.Length)
        {
            var order = left[i].Day.CompareTo(right[j].Day);
            days.Add(order < 0 ? left[i] : order > 0 ? right[j]
                : new DayCount(left[i].Day, Sum(left[i].Count, right[j].Count)));
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        days.AddRange(left.AsSpan(i..));
        days.AddRange(right.AsSpan(j..));
        return days.DrainToImmutable();
    }

    private static int Sum(int left, int right) =>
        (int)Math.Min((long)left + right, int.MaxValue);
}
