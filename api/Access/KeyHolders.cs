using System.Security.Claims;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Access;

/// <summary>Finds out whose a key is.</summary>
internal sealed class KeyHolders(ApiKeyDirectory keys, OwnerKey owner)
{
    private static readonly ClaimsPrincipal Owner =
        new(new CallerIdentity(AuditActor.Owner, Role.Operator));

    /// <summary>Who holds a key; null: nobody, or it was revoked.</summary>
    /// <param name="presented">What was presented.</param>
    /// <param name="context">The request that it came with.</param>
    public async ValueTask<ClaimsPrincipal?> FindAsync(string presented, HttpContext context)
    {
        if (!ApiKeySecret.TryHash(presented, out var digest))
        {
            return null;
        }

        return digest != owner.Digest
            ? await keys.FindAsync(digest, context.RequestAborted)
            : LocalCaller.IsOnThisMachine(context) ? Owner : null;
    }
}
