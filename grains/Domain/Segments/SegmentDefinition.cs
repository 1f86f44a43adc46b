using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Segments;

/// <summary>The number of a segment.</summary>
[GenerateSerializer, Immutable, Alias("segment-id")]
public readonly record struct SegmentId([property: Id(0)] int Value) : IComparable<SegmentId>
{
    /// <inheritdoc/>
    public int CompareTo(SegmentId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Orders by number.</summary>
    public static bool operator <(SegmentId left, SegmentId right) => left.Value < right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >(SegmentId left, SegmentId right) => left.Value > right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(SegmentId left, SegmentId right) => left.Value <= right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(SegmentId left, SegmentId right) => left.Value >= right.Value;
}

/// <summary>An audience by rule.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Segment Builder", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("segment-definition")]
public sealed record SegmentDefinition
{
    /// <summary>The number that mappings name.</summary>
    [Id(0)]
    public required SegmentId Id { get; init; }

    /// <summary>What people call it, at most 255 characters.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Who owns it.</summary>
    [Id(2)]
    public required DataSourceId DataSource { get; init; }

    /// <summary>The trait rule, as it was written.</summary>
    [Id(3)]
    public required string Rule { get; init; }

    /// <summary>The name of the merge rule that decides it.</summary>
    [Id(4)]
    public required string MergeRule { get; init; }

    /// <summary>Whether it takes members and is sent.</summary>
    [Id(5)]
    public SegmentStatus Status { get; init; }

    /// <summary>What it is for; may be missing.</summary>
    [Id(6)]
    public string? Description { get; init; }

    /// <summary>The customer's own id of it; may be missing.</summary>
    [Id(7)]
    public string? IntegrationCode { get; init; }

    /// <summary>Where it is filed: names from the root, separated by a slash.</summary>
    [Id(8)]
    public string Folder { get; init; } = "/";
}

/// <summary>Whether a segment takes members and is sent.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Paused and deleted segments", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Alias("segment-status")]
public enum SegmentStatus
{
    /// <summary>Members come and go, and destinations hear of it.</summary>
    Active = 0,

    /// <summary>No new members; those it has stay, but are taken out of every
    /// destination.</summary>
    Paused = 1,
}
