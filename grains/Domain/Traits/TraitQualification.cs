using System.Collections.Immutable;

namespace Krewe.Domain.Traits;

/// <summary>That an identity holds a trait, since when and how often.</summary>
/// <remarks>
/// <para>Units: <paramref name="First"/> and <paramref name="Last"/> are Unix seconds;
/// <paramref name="Total"/> counts every qualification, 1 at most for onboarded traits.
/// <paramref name="Days"/> counts by UTC day, ascending, inside the longest window that a rule
/// asks for, and is empty (never default) where no rule asks.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("trait-qualification")]
public readonly record struct TraitQualification(
    [property: Id(0)] TraitId Trait,
    [property: Id(1)] long First,
    [property: Id(2)] long Last,
    [property: Id(3)] int Total,
    [property: Id(4)] ImmutableArray<DayCount> Days)
{
    /// <summary>An onboarded qualification: once, at one instant.</summary>
    public static TraitQualification Once(TraitId trait, long unixSeconds) =>
        new(trait, unixSeconds, unixSeconds, 1, []);
}

/// <summary>How often a trait was realized on one UTC day.</summary>
/// <remarks><para>Units: <paramref name="Day"/> counts days since 1970-01-01.</para></remarks>
[GenerateSerializer, Immutable, Alias("day-count")]
public readonly record struct DayCount(
    [property: Id(0)] int Day,
    [property: Id(1)] int Count);
