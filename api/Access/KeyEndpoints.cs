using System.Security.Claims;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Access;

/// <summary>API keys: an operator's doors.</summary>
/// <remarks>A request comes as JSON, which a foreign page in a browser cannot send here.</remarks>
internal static class KeyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/keys", ListAsync).Requires(Permission.ManageKeys);
        routes.MapPost("/v1/keys", CreateAsync)
            .Requires(Permission.ManageKeys)
            .AuditsItself(AuditActions.KeyCreate);
        routes.MapDelete("/v1/keys/{id:int}", RevokeAsync)
            .Requires(Permission.ManageKeys)
            .AuditsItself(AuditActions.KeyRevoke);
    }

    private static async Task<Ok<ApiKeyAnswer[]>> ListAsync(
        ApiKeyDesk desk, CancellationToken cancellationToken) =>
        TypedResults.Ok(await desk.ListAsync(cancellationToken));

    private static async Task<Results<Ok<NewApiKeyAnswer>, ProblemHttpResult>> CreateAsync(
        NewApiKeyRequest request,
        ApiKeyDesk desk,
        ClaimsPrincipal user,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (RolePermissions.Find(request.Role) is not { } role)
        {
            return Refuse($"There is no role '{request.Role}'. Roles: "
                + $"{string.Join(", ", RolePermissions.Names)}.");
        }

        var (reply, secret) = await desk.CreateAsync(
            request.Name ?? "", role, user, cancellationToken);
        if (reply.Key is not { } key || secret is null)
        {
            return Refuse(reply.Fault);
        }

        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new NewApiKeyAnswer(secret.Text, ApiKeyAnswer.Of(key)));
    }

    private static async Task<Results<Ok<ApiKeyAnswer>, ProblemHttpResult>> RevokeAsync(
        int id, ApiKeyDesk desk, ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        var reply = await desk.RevokeAsync(new ApiKeyId(id), user, cancellationToken);
        return reply.Key is { } key
            ? TypedResults.Ok(ApiKeyAnswer.Of(key))
            : TypedResults.Problem(reply.Fault, statusCode: StatusCodes.Status404NotFound);
    }

    private static ProblemHttpResult Refuse(string? fault) =>
        TypedResults.Problem(fault, statusCode: StatusCodes.Status422UnprocessableEntity);
}

/// <summary>What a new key is asked with.</summary>
public sealed record NewApiKeyRequest(string? Name, string? Role);

/// <summary>A key that was made, and its text, which is told this once.</summary>
public sealed record NewApiKeyAnswer(string Key, ApiKeyAnswer Details);

/// <summary>A key without what it is known by.</summary>
public sealed record ApiKeyAnswer(
    int Id,
    string Name,
    string Role,
    DateTimeOffset Created,
    DateOnly? LastUsed,
    DateTimeOffset? Revoked)
{
    internal static ApiKeyAnswer Of(ApiKey key) => new(
        key.Id.Value,
        key.Name,
        RolePermissions.NameOf(key.Role),
        key.Created,
        key.LastUsed,
        key.Revoked);
}
