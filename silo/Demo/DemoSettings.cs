using System.Security.Cryptography;

namespace Krewe.Silo.Demo;

/// <summary>What may differ between one demo and another.</summary>
internal sealed record DemoSettings
{
    /// <summary>The token of the ad account. Default a new random one.</summary>
    public string Token { get; init; } = RandomNumberGenerator.GetHexString(32);

    /// <summary>How long deliveries may take. Default 15 s.</summary>
    public TimeSpan DeliveryTimeMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Called with the platform's address after deliveries, before each
    /// comparison.</summary>
    public Func<Uri, CancellationToken, Task>? BeforeComparison { get; init; }
}
