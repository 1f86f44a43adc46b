using Krewe.Domain.Profiles;

namespace Krewe.Contracts.Profiles;

/// <summary>Keeps what the handles of a workspace's profiles are sealed with. Key: the
/// workspace.</summary>
[Alias("profile-handles")]
public interface IProfileHandlesGrain : IGrainWithStringKey
{
    /// <summary>The secret, made when it is first asked for. It never changes and must not leave
    /// the silos.</summary>
    [Alias("get-secret")]
    ValueTask<ProfileHandleSecret> GetSecretAsync(CancellationToken cancellationToken);
}
