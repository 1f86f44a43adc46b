namespace Krewe.Grains.Activation.Platforms;

/// <summary>Why a call to a platform had no effect, and with it what to do next.</summary>
/// <remarks>
/// <para>Shape: a closed family. Reasons are written by us for the destination's owner; they
/// never repeat what the platform said, which may hold a token or a person's data.</para>
/// </remarks>
internal abstract record DeliveryFault
{
    private DeliveryFault(string reason) => Reason = reason;

    public string Reason { get; }

    /// <summary>Busy, down or unintelligible: try again after the wait.</summary>
    internal sealed record Transient(TimeSpan RetryAfter, string Reason) : DeliveryFault(Reason);

    /// <summary>The token is expired or revoked: pause and ask to connect again.</summary>
    internal sealed record Unauthorized(string Reason) : DeliveryFault(Reason);

    /// <summary>A permission or accepted terms are missing: pause and tell the owner.</summary>
    internal sealed record Forbidden(string Reason) : DeliveryFault(Reason);

    /// <summary>The audience is gone: make it anew.</summary>
    internal sealed record NotFound(string Reason) : DeliveryFault(Reason);

    /// <summary>This batch never will be taken: set it aside.</summary>
    internal sealed record Rejected(string Reason) : DeliveryFault(Reason);
}
