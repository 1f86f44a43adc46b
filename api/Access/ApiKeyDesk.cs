using System.Security.Claims;
using System.Security.Cryptography;
using Krewe.Contracts.Access;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Access;

/// <summary>Makes and revokes keys for whichever door asks; each is in the audit log before it is
/// answered.</summary>
internal sealed class ApiKeyDesk(IGrainFactory grains, ApiKeyDirectory directory, AuditLog audit)
{
    private const string Kind = "key";

    /// <summary>Makes a key.</summary>
    /// <returns>Its text, which nobody can be told again; null where it was refused.</returns>
    public async Task<(ApiKeyReply Reply, ApiKeySecret? Secret)> CreateAsync(
        string name, Role role, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        var secret = MakeSecret();
        var reply = await audit.DoAsync(
            by,
            AuditActions.KeyCreate,
            Kind,
            () => Keys().CreateAsync(
                new ApiKeyRequest(name, role, secret.Digest), cancellationToken),
            made => (made.Key?.Id.ToString(), made.Fault is not null));
        directory.Forget();
        return (reply, reply.Key is null ? null : secret);
    }

    /// <summary>Revokes a key: at once in this process, within seconds in others.</summary>
    public async Task<ApiKeyReply> RevokeAsync(
        ApiKeyId id, ClaimsPrincipal by, CancellationToken cancellationToken)
    {
        var reply = await audit.DoAsync(
            by,
            AuditActions.KeyRevoke,
            Kind,
            () => Keys().RevokeAsync(id, cancellationToken),
            revoked => (id.ToString(), revoked.Fault is not null));
        directory.Forget();
        return reply;
    }

    /// <summary>All keys, without what they are known by.</summary>
    public async Task<ApiKeyAnswer[]> ListAsync(CancellationToken cancellationToken) =>
        [.. (await Keys().ListAsync(cancellationToken)).Select(ApiKeyAnswer.Of)];

    private static ApiKeySecret MakeSecret()
    {
        Span<byte> random = stackalloc byte[ApiKeySecret.RandomLengthBytes];
        RandomNumberGenerator.Fill(random);
        return ApiKeySecret.FromRandom(random);
    }

    private IApiKeysGrain Keys() => grains.GetGrain<IApiKeysGrain>(WorkspaceId.Main.Name);
}
