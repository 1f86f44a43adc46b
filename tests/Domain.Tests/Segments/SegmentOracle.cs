using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Segments;

/// <summary>The obvious, slow way to decide a rule: walk it, and look at every single
/// qualification as the day it happened on.</summary>
internal static class SegmentOracle
{
    public static bool Holds(SegmentRule rule, TraitQualification[] held, long now) =>
        Holds(rule.Root, held, UtcDay.Of(now));

    private static bool Holds(SegmentNode node, TraitQualification[] held, int today) => node switch
    {
        HasTrait has => held.Any(one => one.Trait == has.Trait),
        NotNode not => !Holds(not.Inner, held, today),
        AllOf all => all.Members.All(member => Holds(member, held, today)),
        AnyOf any => any.Members.Any(member => Holds(member, held, today)),
        FrequencyOf frequency => Holds(frequency, held, today),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static bool Holds(FrequencyOf frequency, TraitQualification[] held, int today)
    {
        var count = held.Where(one => frequency.Traits.Contains(one.Trait))
            .SelectMany(Days)
            .Count(day => frequency.Window.Kind switch
            {
                RecencyKind.Within => day >= today - frequency.Window.Days && day <= today,
                RecencyKind.Before => day <= today - frequency.Window.Days,
                _ => true,
            });
        return frequency.Comparison switch
        {
            CountComparison.AtLeast => count >= frequency.Count,
            CountComparison.AtMost => count <= frequency.Count,
            _ => count == frequency.Count,
        };
    }

    private static List<int> Days(TraitQualification held)
    {
        var days = held.Days.SelectMany(day => Enumerable.Repeat(day.Day, day.Count)).ToList();
        if (days.Count < held.Total && !days.Exists(day => day >= UtcDay.Of(held.Last)))
        {
            days.Add(UtcDay.Of(held.Last));
        }

        days.AddRange(Enumerable.Repeat(UtcDay.Of(held.First), held.Total - days.Count));
        return days;
    }
}
