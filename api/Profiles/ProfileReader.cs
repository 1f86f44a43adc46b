using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Api.Profiles;

/// <summary>Finds profiles by any of their identities, and by the handles that the graph names them
/// with.</summary>
public sealed class ProfileReader(IGrainFactory grains) : IDisposable
{
    private const int HopsMax = 8;

    private ProfileHandles? _handles;

    /// <summary>The profile that holds an identity; null: nothing is known of it.</summary>
    public async ValueTask<Profile?> FindAsync(
        IdentityKey identity, CancellationToken cancellationToken)
    {
        for (var hop = 0; hop < HopsMax; hop++)
        {
            var key = WorkspaceId.Main.ProfileKey(identity);
            var state = await grains.GetGrain<IProfileGrain>(key).GetAsync(cancellationToken);
            if (state.Standing is ProfileStanding.Profile or ProfileStanding.Moving)
            {
                return state.Profile.IsErased ? null : state.Profile;
            }

            if (state.Standing != ProfileStanding.Pointer)
            {
                break;
            }

            identity = state.Owner;
        }

        return null;
    }

    /// <summary>What seals and opens handles.</summary>
    public async ValueTask<ProfileHandles> HandlesAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _handles) is { } known)
        {
            return known;
        }

        var secret = await grains.GetGrain<IProfileHandlesGrain>(WorkspaceId.Main.Name)
            .GetSecretAsync(cancellationToken);
        var made = new ProfileHandles(secret);
        if (Interlocked.CompareExchange(ref _handles, made, null) is { } first)
        {
            made.Dispose();
            return first;
        }

        return made;
    }

    /// <inheritdoc/>
    public void Dispose() => _handles?.Dispose();
}
