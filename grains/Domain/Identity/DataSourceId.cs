using System.Globalization;

namespace Krewe.Domain.Identity;

/// <summary>The number of a data source: a namespace of IDs that also owns traits.</summary>
/// <remarks>
/// <para>Shape: 0 and up; 0 stands for the platform's own device ids (UUIDs of 38 digits).</para>
/// <para>Source: Audience Manager, "Index of IDs" (DPID, DSID), read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("data-source-id")]
public readonly record struct DataSourceId([property: Id(0)] int Value)
    : IComparable<DataSourceId>
{
    /// <summary>The platform's own device ids.</summary>
    public static DataSourceId Uuid => default;

    /// <inheritdoc/>
    public int CompareTo(DataSourceId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Orders by number.</summary>
    public static bool operator <(DataSourceId left, DataSourceId right) =>
        left.Value < right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >(DataSourceId left, DataSourceId right) =>
        left.Value > right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(DataSourceId left, DataSourceId right) =>
        left.Value <= right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(DataSourceId left, DataSourceId right) =>
        left.Value >= right.Value;
}
