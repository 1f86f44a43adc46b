using System.Globalization;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Access;

/// <summary>The number of an API key in its workspace, from 1; never used again.</summary>
[GenerateSerializer, Immutable, Alias("api-key-id")]
public readonly record struct ApiKeyId([property: Id(0)] int Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An API key as it is kept: everything but its text.</summary>
/// <remarks>
/// <para>Units: instants in UTC, to the second; <see cref="LastUsed"/> is a day, so that a key in
/// use is written once a day and not with every request.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("api-key")]
public sealed record ApiKey
{
    /// <summary>Which key.</summary>
    [Id(0)]
    public required ApiKeyId Id { get; init; }

    /// <summary>What it is for, in the words of whoever made it.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What its holder may do.</summary>
    [Id(2)]
    public required Role Role { get; init; }

    /// <summary>The SHA-256 of its text: <see cref="ApiKeySecret"/>.</summary>
    [Id(3)]
    public required Sha256Digest Digest { get; init; }

    /// <summary>When it was made.</summary>
    [Id(4)]
    public required DateTimeOffset Created { get; init; }

    /// <summary>The UTC day of its latest use; null: never used.</summary>
    [Id(5)]
    public DateOnly? LastUsed { get; init; }

    /// <summary>When it was revoked; null: it is in force.</summary>
    [Id(6)]
    public DateTimeOffset? Revoked { get; init; }
}

/// <summary>What a new key is asked with.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What its holder may do.</param>
/// <param name="Digest">The hash of its text, which stays with whoever asks. The same one again
/// is a repetition.</param>
[GenerateSerializer, Immutable, Alias("api-key-request")]
public sealed record ApiKeyRequest(
    [property: Id(0)] string Name,
    [property: Id(1)] Role Role,
    [property: Id(2)] Sha256Digest Digest);
