using Krewe.Domain.Accounts;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Activation;

/// <summary>Makes and deletes audiences on platforms. One call is one attempt.</summary>
internal sealed class RemoteAudiences(IAudiencePlatforms platforms, ISecrets secrets)
{
    /// <summary>Finds the audience of an account, or makes it.</summary>
    public Task<PlatformResult<RemoteAudience>> EnsureAsync(
        AccountDefinition account, AudienceSpec spec, CancellationToken cancellationToken) =>
        CallAsync(
            account.Platform,
            account.AdAccountId,
            account.Token,
            (platform, connection) =>
                platform.EnsureAudienceAsync(connection, spec, cancellationToken),
            cancellationToken);

    /// <summary>Deletes an audience that was left in a former account, and all members with
    /// it.</summary>
    /// <returns>Why it is still there; null if it is not.</returns>
    public async Task<DeliveryFault?> DeleteAsync(
        LeftAudience left, CancellationToken cancellationToken)
    {
        var deleted = await CallAsync(
            left.Platform,
            left.AdAccountId,
            left.Token,
            (platform, connection) => platform.DeleteAudienceAsync(
                connection, new RemoteAudience(left.Audience, left.Audience), cancellationToken),
            cancellationToken);
        return deleted.Fault is DeliveryFault.NotFound ? null : deleted.Fault;
    }

    private async Task<PlatformResult<T>> CallAsync<T>(
        string platformKey,
        string adAccountId,
        string tokenSource,
        Func<IAudiencePlatform, PlatformConnection, Task<PlatformResult<T>>> call,
        CancellationToken cancellationToken)
    {
        if (!platforms.TryGet(platformKey, out var platform))
        {
            return new DeliveryFault.Forbidden($"there is no platform \"{platformKey}\"");
        }

        var token = await secrets.ReadAsync(tokenSource, cancellationToken);
        return token.IsOk
            ? await call(platform, new PlatformConnection(adAccountId, token.Value))
            : token.Fault;
    }
}
