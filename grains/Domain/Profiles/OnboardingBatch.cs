using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>The consecutive lines of a trait file that one user has in a batch.</summary>
/// <remarks>
/// <para>Shape: <see cref="LineEnds"/> holds, for each line, the end of its operations in
/// <see cref="Operations"/>; every trait named is onboarded and may be granted by the file.</para>
/// <para>Units: <see cref="At"/> in Unix seconds, the same for all lines of an upload.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("onboarding-batch")]
public sealed record OnboardingBatch
{
    /// <summary>The user.</summary>
    [Id(0)]
    public required IdentityKey Identity { get; init; }

    /// <summary>Which lines they are.</summary>
    [Id(1)]
    public required ImportStamp Stamp { get; init; }

    /// <summary>When the traits count as realized.</summary>
    [Id(2)]
    public required long At { get; init; }

    /// <summary>The file replaces what it may grant, for each user that it lists.</summary>
    [Id(3)]
    public required bool Overwrites { get; init; }

    /// <summary>Whose traits an overwriting file replaces; null: all of the company's.</summary>
    [Id(4)]
    public DataSourceId? Target { get; init; }

    /// <summary>What the lines ask for, in order.</summary>
    [Id(5)]
    public required ImmutableArray<TraitOperation> Operations { get; init; }

    /// <summary>Where each line ends in <see cref="Operations"/>.</summary>
    [Id(6)]
    public required ImmutableArray<int> LineEnds { get; init; }

    /// <summary>The definitions that the file was read under, or later ones, decide.</summary>
    [Id(7)]
    public required long CatalogVersion { get; init; }
}

/// <summary>One trait to grant or to take.</summary>
[GenerateSerializer, Immutable, Alias("trait-operation")]
public readonly record struct TraitOperation(
    [property: Id(0)] TraitId Trait,
    [property: Id(1)] bool Adds);

/// <summary>The identities that the consecutive rows of an ID-sync file link to one.</summary>
/// <remarks>
/// <para>Shape: <see cref="Others"/> in the order of the rows; a repeated one counts at its last
/// place.</para>
/// <para>Units: <see cref="At"/> in Unix seconds, the same for all rows of an upload.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("link-batch")]
public sealed record LinkBatch
{
    /// <summary>The identity in the first column.</summary>
    [Id(0)]
    public required IdentityKey Identity { get; init; }

    /// <summary>Which rows they are.</summary>
    [Id(1)]
    public required ImportStamp Stamp { get; init; }

    /// <summary>The identities in the other columns.</summary>
    [Id(2)]
    public required ImmutableArray<IdentityKey> Others { get; init; }

    /// <summary>The definitions that the file was read under, or later ones, decide.</summary>
    [Id(3)]
    public required long CatalogVersion { get; init; }

    /// <summary>When the identities count as linked.</summary>
    [Id(4)]
    public required long At { get; init; }
}
