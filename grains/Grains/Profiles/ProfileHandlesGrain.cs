using System.Security.Cryptography;
using Krewe.Contracts.Profiles;
using Krewe.Domain.Profiles;
using Krewe.Grains.Storage;

namespace Krewe.Grains.Profiles;

/// <summary>Makes the secret of a workspace's handles once, and keeps it.</summary>
internal sealed class ProfileHandlesGrain(
    [PersistentState("profile-handles")] IPersistentState<ProfileHandleSecret> storage)
    : Grain, IProfileHandlesGrain
{
    public async ValueTask<ProfileHandleSecret> GetSecretAsync(CancellationToken cancellationToken)
    {
        if (storage.State.Bytes.IsEmpty)
        {
            var secret = new ProfileHandleSecret
            {
                Bytes = [.. RandomNumberGenerator.GetBytes(ProfileHandleSecret.LengthBytes)],
            };
            await storage.WriteAsync(secret, this, cancellationToken);
        }

        return storage.State;
    }
}
