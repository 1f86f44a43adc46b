using System.Collections.Immutable;
using System.Globalization;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Activation;

/// <summary>The number of a destination.</summary>
[GenerateSerializer, Immutable, Alias("destination-id")]
public readonly record struct DestinationId([property: Id(0)] int Value)
    : IComparable<DestinationId>
{
    /// <inheritdoc/>
    public int CompareTo(DestinationId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Orders by number.</summary>
    public static bool operator <(DestinationId left, DestinationId right) =>
        left.Value < right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >(DestinationId left, DestinationId right) =>
        left.Value > right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(DestinationId left, DestinationId right) =>
        left.Value <= right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(DestinationId left, DestinationId right) =>
        left.Value >= right.Value;
}

/// <summary>A people-based destination: segments sent to one advertiser account as hashed
/// identifiers.</summary>
/// <remarks>
/// <para>Shape: category "Integrated Platforms", type "People-Based".</para>
/// <para>Source: Audience Manager, "Workflow B", step 7, read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("destination-definition")]
public sealed record DestinationDefinition
{
    /// <summary>The number that reports name.</summary>
    [Id(0)]
    public required DestinationId Id { get; init; }

    /// <summary>What people call it.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What it is for; may be missing.</summary>
    [Id(2)]
    public string? Description { get; init; }

    /// <summary>The name of the account it sends to, which also says the platform.</summary>
    [Id(3)]
    public required string Account { get; init; }

    /// <summary>The data source whose hashed identifiers are sent.</summary>
    [Id(4)]
    public required DataSourceId DataSource { get; init; }

    /// <summary>What the platform may do with the data; people-based ones always carry
    /// <see cref="ExportLabels.Pii"/>.</summary>
    [Id(5)]
    public ExportLabels ExportLabels { get; init; } = ExportLabels.Pii;

    /// <summary>The segments that are sent, one entry each.</summary>
    [Id(6)]
    public ImmutableArray<SegmentMapping> Mappings { get; init; } = [];
}

/// <summary>That a segment is sent, and between which days.</summary>
/// <remarks>
/// <para>Units: UTC days, both inclusive; no start: at once; no end: for ever.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("segment-mapping")]
public sealed record SegmentMapping
{
    /// <summary>Which segment.</summary>
    [Id(0)]
    public required SegmentId Segment { get; init; }

    /// <summary>The first day.</summary>
    [Id(1)]
    public DateOnly? Start { get; init; }

    /// <summary>The last day.</summary>
    [Id(2)]
    public DateOnly? End { get; init; }

    /// <summary>True on a day inside the dates.</summary>
    public bool IsInForce(DateOnly day) =>
        (Start is not { } start || day >= start) && (End is not { } end || day <= end);
}
