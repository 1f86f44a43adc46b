using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Traits;

/// <summary>The number of a trait.</summary>
/// <remarks><para>Shape: written with a T in rules (<c>12345T</c>), bare in files.</para></remarks>
[GenerateSerializer, Immutable, Alias("trait-id")]
public readonly record struct TraitId([property: Id(0)] int Value) : IComparable<TraitId>
{
    /// <inheritdoc/>
    public int CompareTo(TraitId other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Orders by number.</summary>
    public static bool operator <(TraitId left, TraitId right) => left.Value < right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >(TraitId left, TraitId right) => left.Value > right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator <=(TraitId left, TraitId right) => left.Value <= right.Value;

    /// <summary>Orders by number.</summary>
    public static bool operator >=(TraitId left, TraitId right) => left.Value >= right.Value;
}

/// <summary>A fact that a profile can qualify for.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Create rule-based or onboarded traits", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("trait-definition")]
public sealed record TraitDefinition
{
    /// <summary>Days a qualification lasts, unless the trait says otherwise.</summary>
    public const int TtlDaysDefault = 120;

    /// <summary>The number that files and rules name.</summary>
    [Id(0)]
    public required TraitId Id { get; init; }

    /// <summary>What people call it, at most 255 characters.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Who owns it: only files for this data source may grant it.</summary>
    [Id(2)]
    public required DataSourceId DataSource { get; init; }

    /// <summary>How profiles qualify.</summary>
    [Id(3)]
    public TraitType Type { get; init; } = TraitType.Onboarded;

    /// <summary>The signals that grant it (<c>ic == "4321"</c>); null: only its own
    /// number does.</summary>
    [Id(4)]
    public string? Rule { get; init; }

    /// <summary>Days a qualification lasts after the last one; 0: for ever. Default 120.</summary>
    [Id(5)]
    public int TtlDays { get; init; } = TtlDaysDefault;

    /// <summary>The customer's own id of it; may be missing.</summary>
    [Id(6)]
    public string? IntegrationCode { get; init; }

    /// <summary>What it says about people; may be missing.</summary>
    [Id(7)]
    public string? Description { get; init; }

    /// <summary>Where it is filed: names from the root, separated by a slash.</summary>
    [Id(8)]
    public string Folder { get; init; } = "/";
}

/// <summary>How profiles qualify for a trait.</summary>
[GenerateSerializer, Alias("trait-type")]
public enum TraitType
{
    /// <summary>When a file grants it; at most once counted.</summary>
    Onboarded = 0,

    /// <summary>When a live event meets its rule.</summary>
    RuleBased = 1,

    /// <summary>When a model says so; at most once counted.</summary>
    Algorithmic = 2,

    /// <summary>When any trait in the folder is held.</summary>
    Folder = 3,
}
