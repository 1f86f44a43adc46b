using System.Collections.Immutable;
using System.Globalization;

namespace Krewe.Domain.Access;

/// <summary>The API keys of a workspace. Every change is a new value; this very one means that
/// nothing changed.</summary>
/// <remarks>
/// <para>Shape: <see cref="Keys"/> by id, those that were revoked too.</para>
/// <para>Units: <see cref="Version"/> counts the changes that matter to who is let in: days of use
/// do not.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("api-key-ring")]
public sealed record ApiKeyRing
{
    /// <summary>Keys of a workspace, with those revoked. They are one state, which every silo
    /// holds whole; who needs more callers than this needs a proxy that knows them.</summary>
    public const int KeysMax = 1_000;

    /// <summary>Characters of a name.</summary>
    public const int NameLengthMax = 100;

    /// <summary>No key was ever made.</summary>
    public static ApiKeyRing Empty { get; } = new();

    /// <summary>The keys, by id.</summary>
    [Id(0)]
    public ImmutableArray<ApiKey> Keys { get; init; } = [];

    /// <summary>Counts the changes.</summary>
    [Id(1)]
    public long Version { get; init; }

    /// <summary>The id of the latest key.</summary>
    [Id(2)]
    public int LastId { get; init; }

    /// <summary>Adds a key. Where all places are taken, the key that was revoked first makes
    /// room.</summary>
    public ApiKeyChange Create(ApiKeyRequest request, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Keys.FirstOrDefault(key => key.Digest == request.Digest) is { } repeated)
        {
            return new ApiKeyChange(this, repeated, null);
        }

        if (FaultOf(request) is { } fault)
        {
            return new ApiKeyChange(this, null, fault);
        }

        var key = new ApiKey
        {
            Id = new ApiKeyId(LastId + 1),
            Name = request.Name,
            Role = request.Role,
            Digest = request.Digest,
            Created = ToTheSecond(at),
        };
        var next = this with
        {
            Keys = WithRoom().Add(key),
            Version = Version + 1,
            LastId = key.Id.Value,
        };
        return new ApiKeyChange(next, key, null);
    }

    /// <summary>Takes a key out of force, for ever. Once more changes nothing.</summary>
    public ApiKeyChange Revoke(ApiKeyId id, DateTimeOffset at)
    {
        if (Find(id) is not { } key)
        {
            return new ApiKeyChange(this, null, $"There is no key {id}.");
        }

        return key.Revoked is not null
            ? new ApiKeyChange(this, key, null)
            : Replaced(key, key with { Revoked = ToTheSecond(at) }, Version + 1);
    }

    /// <summary>Notes the day on which a key was used.</summary>
    public ApiKeyRing Use(ApiKeyId id, DateOnly day) =>
        Find(id) is { } key && (key.LastUsed is not { } known || known < day)
            ? Replaced(key, key with { LastUsed = day }, Version).Ring
            : this;

    private ApiKey? Find(ApiKeyId id) => Keys.FirstOrDefault(key => key.Id == id);

    private ApiKeyChange Replaced(ApiKey key, ApiKey next, long version) =>
        new(this with { Keys = Keys.Replace(key, next), Version = version }, next, null);

    private string? FaultOf(ApiKeyRequest request)
    {
        var name = request.Name;
        if (!Enum.IsDefined(request.Role))
        {
            return $"There is no such role. Roles: {string.Join(", ", RolePermissions.Names)}.";
        }

        if (string.IsNullOrWhiteSpace(name)
            || name.Length > NameLengthMax
            || name.Any(char.IsControl))
        {
            return $"A name has 1 to {NameLengthMax} characters, none of them control characters.";
        }

        // Names get into the audit log, which holds nothing personal and no secrets.
        if (name.Contains('@', StringComparison.Ordinal)
            || name.Contains(ApiKeySecret.Prefix, StringComparison.Ordinal))
        {
            return "Name a key after what it is for: no address of a person, and no key.";
        }

        return Keys.Length >= KeysMax && Keys.All(key => key.Revoked is null)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"There are {KeysMax:N0} keys and all are in force. Revoke one first.")
            : null;
    }

    private ImmutableArray<ApiKey> WithRoom() => Keys.Length < KeysMax
        ? Keys
        : Keys.Remove(Keys.Where(key => key.Revoked is not null).MinBy(key => key.Revoked)!);

    private static DateTimeOffset ToTheSecond(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}

/// <summary>What a change of the keys came to.</summary>
/// <param name="Ring">The keys afterwards.</param>
/// <param name="Key">The key that it is about; null where it was refused.</param>
/// <param name="Fault">Why nothing was changed, and what to do; else null.</param>
public sealed record ApiKeyChange(ApiKeyRing Ring, ApiKey? Key, string? Fault);
