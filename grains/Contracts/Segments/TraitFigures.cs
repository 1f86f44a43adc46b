using System.Collections.Immutable;

namespace Krewe.Contracts.Segments;

/// <summary>How many identities hold a trait and realized it lately.</summary>
/// <remarks>
/// <para>Shape: of a folder trait, those of all traits in its folder.</para>
/// <para>Source: Audience Manager, "Trait details page", read 2026-11.</para>
/// </remarks>
/// <param name="Device">Of identities that stand for a device.</param>
/// <param name="CrossDevice">Of identities that stand for a person.</param>
public sealed record TraitFigures(TraitCount Device, TraitCount CrossDevice)
{
    /// <summary>The intervals, in days up to today; today is the first of them.</summary>
    public static ImmutableArray<int> IntervalDays { get; } = [1, 7, 14, 30, 60, 90];

    /// <summary>Nobody.</summary>
    public static TraitFigures None { get; } = new(TraitCount.None, TraitCount.None);

    /// <summary>Identities that hold the trait.</summary>
    public long Total => Device.Holding + CrossDevice.Holding;

    /// <summary>Identities that were given the trait in the last
    /// <see cref="SegmentFigures.RealTimeDays"/> days and hold it.</summary>
    public long RealTime => Device.UniqueIn(SegmentFigures.RealTimeDays)
        + CrossDevice.UniqueIn(SegmentFigures.RealTimeDays);
}

/// <summary>How many identities of one kind hold a trait.</summary>
/// <remarks>
/// <para>Units: identities, and realizations, by UTC day. Realizations are those of rule-based
/// traits; days that are no longer kept one by one are counted as the day of the first.</para>
/// </remarks>
/// <param name="Holding">Identities that hold it now.</param>
/// <param name="Unique">Of these, by interval: identities that were given it in the
/// interval.</param>
/// <param name="Realizations">By interval: how often these realized it in the interval.</param>
public sealed record TraitCount(
    long Holding, ImmutableArray<long> Unique, ImmutableArray<long> Realizations)
{
    /// <summary>Nobody.</summary>
    public static TraitCount None { get; } = new(
        0,
        [.. TraitFigures.IntervalDays.Select(_ => 0L)],
        [.. TraitFigures.IntervalDays.Select(_ => 0L)]);

    /// <summary>Identities that were given the trait in an interval.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the intervals.</exception>
    public long UniqueIn(int days) => Unique[IndexOf(days)];

    /// <summary>How often the trait was realized in an interval.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of the intervals.</exception>
    public long RealizationsIn(int days) => Realizations[IndexOf(days)];

    private static int IndexOf(int days) =>
        TraitFigures.IntervalDays.IndexOf(days) is var index and >= 0
            ? index
            : throw new ArgumentOutOfRangeException(nameof(days), days, "No such interval.");
}
