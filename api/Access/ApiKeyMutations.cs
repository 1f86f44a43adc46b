using System.Security.Claims;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Access;

/// <summary>A new key.</summary>
public sealed record CreateApiKeyInput(string Name, Role Role);

/// <summary>A key that was made, and its text, which is told this once.</summary>
public sealed record CreateApiKeyPayload(ApiKeyView? ApiKey, string? Secret);

/// <summary>Which key is revoked.</summary>
public sealed record RevokeApiKeyInput([property: ID("ApiKey")] int Id);

/// <summary>Makes and revokes keys.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class ApiKeyMutations
{
    [Authorize(Policy = nameof(Permission.ManageKeys))]
    [Error<InvalidInputError>]
    [Error<LimitError>]
    public async Task<CreateApiKeyPayload> CreateApiKeyAsync(
        CreateApiKeyInput input,
        ApiKeyDesk desk,
        HttpContext http,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var (reply, secret) = await desk.CreateAsync(
            input.Name, input.Role, user, cancellationToken);
        if (reply.Key is not { } key || secret is null)
        {
            throw await RefusalAsync(reply.Fault!, desk, cancellationToken);
        }

        http.Response.Headers.CacheControl = "no-store";
        return new CreateApiKeyPayload(new ApiKeyView(ApiKeyAnswer.Of(key)), secret.Text);
    }

    [Authorize(Policy = nameof(Permission.ManageKeys))]
    [Error<NotFoundError>]
    public async Task<ApiKeyView?> RevokeApiKeyAsync(
        RevokeApiKeyInput input,
        ApiKeyDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var reply = await desk.RevokeAsync(new ApiKeyId(input.Id), user, cancellationToken);
        return reply.Key is { } key
            ? new ApiKeyView(ApiKeyAnswer.Of(key))
            : throw Missing.Of("API key", "ApiKey", new ApiKeyId(input.Id).ToString());
    }

    private static async Task<MistakeException> RefusalAsync(
        string fault, ApiKeyDesk desk, CancellationToken cancellationToken)
    {
        var keys = await desk.ListAsync(cancellationToken);
        return keys.Count(key => key.Revoked is null) >= ApiKeyRing.KeysMax
            ? new MistakeException<LimitError>(new LimitError(ApiKeyRing.KeysMax, fault))
            : new MistakeException<InvalidInputError>(new InvalidInputError("name", fault));
    }
}
