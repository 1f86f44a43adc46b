using System.Collections.Immutable;
using Krewe.Domain.Access;

namespace Krewe.Contracts.Access;

/// <summary>The API keys of a workspace. Key: the workspace.</summary>
[Alias("api-keys")]
public interface IApiKeysGrain : IGrainWithStringKey
{
    /// <summary>The keys, for whoever lets callers in.</summary>
    /// <param name="known">The version that the caller has; -1: none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null if that is the version in force.</returns>
    [Alias("get"), ReadOnly]
    ValueTask<ApiKeyRing?> GetAsync(long known, CancellationToken cancellationToken);

    /// <summary>All keys, with those revoked, by id.</summary>
    [Alias("list"), ReadOnly]
    ValueTask<ImmutableArray<ApiKey>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a key. The text stays with the caller; the same digest again is the same
    /// key.</summary>
    [Alias("create")]
    Task<ApiKeyReply> CreateAsync(ApiKeyRequest request, CancellationToken cancellationToken);

    /// <summary>Revokes a key, for ever. Silos stop taking it within seconds.</summary>
    [Alias("revoke")]
    Task<ApiKeyReply> RevokeAsync(ApiKeyId id, CancellationToken cancellationToken);

    /// <summary>Notes the UTC day on which a key was used.</summary>
    [Alias("use")]
    Task UseAsync(ApiKeyId id, DateOnly day, CancellationToken cancellationToken);
}

/// <summary>What making or revoking a key came to.</summary>
/// <param name="Key">The key; null where it was refused.</param>
/// <param name="Fault">Why, and what to do; else null.</param>
[GenerateSerializer, Immutable, Alias("api-key-reply")]
public sealed record ApiKeyReply(
    [property: Id(0)] ApiKey? Key,
    [property: Id(1)] string? Fault);
