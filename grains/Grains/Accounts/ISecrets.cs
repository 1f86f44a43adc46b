using Krewe.Grains.Activation.Platforms;

namespace Krewe.Grains.Accounts;

/// <summary>Reads credentials where their owner keeps them, each time they are needed.</summary>
internal interface ISecrets
{
    /// <summary>The token that <c>env:NAME</c> or <c>file:PATH</c> has now.</summary>
    /// <returns>Or <see cref="DeliveryFault.Unauthorized"/>, which says what is wrong with the
    /// source and never what it holds.</returns>
    Task<PlatformResult<AccessToken>> ReadAsync(
        string source, CancellationToken cancellationToken);
}
