using Krewe.Domain.Access;
using Krewe.Domain.Identity;

namespace Krewe.Api.Access;

/// <summary>The key of whoever owns the data folder of this process: an operator, from this machine
/// only, for as long as the process lives.</summary>
/// <remarks>
/// <para>It is how the first key is made. The silo writes it into its data folder, where only the
/// owner can read it, and makes another at each start. Whoever can read that folder has all the
/// data anyway, so it gives nothing away; there is no secret to set up, to pass in an environment
/// that other programs see, or to forget to change.</para>
/// </remarks>
/// <param name="Digest">The hash of its text.</param>
public sealed record OwnerKey(Sha256Digest Digest)
{
    /// <summary>Of a key.</summary>
    public static OwnerKey Of(ApiKeySecret secret)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return new OwnerKey(secret.Digest);
    }
}
