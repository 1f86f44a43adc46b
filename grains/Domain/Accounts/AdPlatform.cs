using System.Collections.Immutable;

namespace Krewe.Domain.Accounts;

/// <summary>An ad platform that segments can be sent to.</summary>
/// <remarks>
/// <para>Units: <see cref="RecordsPerCallMax"/> counts identifiers of one call.</para>
/// <para>Source: Meta, "Customer file custom audiences", read 2026-11.</para>
/// </remarks>
public sealed record AdPlatform
{
    /// <summary>The name in definitions and grain keys.</summary>
    public required string Key { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The kinds of identifiers that it takes from us.</summary>
    public required ImmutableArray<string> Identifiers { get; init; }

    /// <summary>How many identifiers one call may carry.</summary>
    public required int RecordsPerCallMax { get; init; }

    /// <summary>Every platform there is.</summary>
    public static ImmutableArray<AdPlatform> All { get; } =
    [
        new()
        {
            Key = "meta",
            Name = "Meta",
            Identifiers = ["email_sha256"],
            RecordsPerCallMax = 10_000,
        },
    ];

    /// <summary>The platform of that key, or null.</summary>
    public static AdPlatform? Find(string key) =>
        All.FirstOrDefault(platform => string.Equals(platform.Key, key, StringComparison.Ordinal));
}
