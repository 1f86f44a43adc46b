using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.CostAnalysis.Types;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;

namespace Krewe.Api.Profiles;

/// <summary>Profiles in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class ProfileQueries
{
    /// <summary>How many profiles one field gives.</summary>
    public const int ProfilesMax = 50;

    /// <summary>One profile, by its handle or by any of its identities.</summary>
    [Authorize(Policy = nameof(Permission.ReadProfiles))]
    public async Task<ProfileView?> GetProfileAsync(
        ProfileByInput by,
        ProfileKeys keys,
        ProfileByKeyDataLoader profiles,
        CancellationToken cancellationToken) =>
        await keys.FindAsync(by, cancellationToken) is { } key
            ? await profiles.LoadAsync(key, cancellationToken)
            : null;

    /// <summary>Several profiles.</summary>
    [Authorize(Policy = nameof(Permission.ReadProfiles))]
    [ListSize(AssumedSize = ProfilesMax)]
    [GraphQLDescription("Positional, at most 50, null where unknown.")]
    public async Task<IReadOnlyList<ProfileView?>> GetProfilesAsync(
        IReadOnlyList<ProfileByInput> by,
        ProfileKeys keys,
        ProfileByKeyDataLoader profiles,
        CancellationToken cancellationToken)
    {
        if (by.Count > ProfilesMax)
        {
            throw GraphErrors.Of(
                "TOO_MANY_PROFILES",
                $"{by.Count} profiles were asked for at once; ask for {ProfilesMax} at most.");
        }

        var found = new IdentityKey?[by.Count];
        for (var place = 0; place < found.Length; place++)
        {
            found[place] = await keys.FindAsync(by[place], cancellationToken);
        }

        var known = found.OfType<IdentityKey>().Distinct().ToArray();
        var views = await profiles.LoadAsync(known, cancellationToken);
        var byKey = known.Zip(views).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. found.Select(key => key is { } one ? byKey[one] : null)];
    }

    /// <summary>The profiles that an ID of a partner sits on: no partner has brought any
    /// yet.</summary>
    [Authorize(Policy = nameof(Permission.ReadIdentifiers))]
    [UsePaging(ConnectionName = "ProfilesByPartnerId")]
    public async Task<Connection<ProfileView>> GetProfilesByPartnerIdAsync(
        string @namespace,
        string value,
        int? first,
        string? after,
        int? last,
        string? before,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        _ = new IdentityInput(@namespace, value).ToKey(definitions);
        return Pages.Cut(
            Array.Empty<ProfileView>(), _ => 0, new PageRequest(first, after, last, before));
    }
}

/// <summary>Which profile is meant.</summary>
[OneOf]
public sealed record ProfileByInput(
    [property: ID<ProfileView>] string? Id, IdentityInput? Identity);

/// <summary>Finds out under which key to look for a profile.</summary>
public sealed class ProfileKeys(ProfileReader reader, DefinitionsReader definitions)
{
    internal async ValueTask<IdentityKey?> FindAsync(
        ProfileByInput by, CancellationToken cancellationToken)
    {
        if (by.Identity is { } identity)
        {
            return identity.ToKey(await definitions.GetAsync(cancellationToken));
        }

        var handles = await reader.HandlesAsync(cancellationToken);
        return handles.TryOpen(by.Id, out var key) ? key : null;
    }
}
