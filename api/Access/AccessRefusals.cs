using System.Security.Claims;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Krewe.Api.Access;

/// <summary>Says no: 401 to whoever is not known, 403 with what is missing to whoever is.</summary>
internal sealed class AccessRefusals : IAuthorizationMiddlewareResultHandler
{
    private const string Challenge = "Bearer realm=\"krewe\"";

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        var missing = policy.Requirements.OfType<PermissionRequirement>()
            .Select(requirement => requirement.Permission)
            .FirstOrDefault(
                permission => !context.User.May(permission),
                policy.Requirements.OfType<KeyInBodyRequirement>().Any()
                    ? Permission.Ingest
                    : Permission.Operate);
        return context.User.Caller() is null
            ? Unknown(context).ExecuteAsync(context)
            : Missing(missing, context.User).ExecuteAsync(context);
    }

    /// <summary>The answer to a known caller who lacks a permission.</summary>
    public static ProblemHttpResult Missing(Permission missing, ClaimsPrincipal user)
    {
        var roles = RolePermissions.RolesThatMay(missing)
            .Select(RolePermissions.NameOf)
            .ToArray();
        var role = user.Caller() is { } caller ? RolePermissions.NameOf(caller.Role) : "none";
        return TypedResults.Problem(
            $"This needs the permission {missing}, which the role {role} does not have. Use a key "
            + $"of the role {string.Join(" or ", roles)}; an operator makes one with: keys create "
            + $"--role {roles[0]} --name NAME.",
            statusCode: StatusCodes.Status403Forbidden);
    }

    private static ProblemHttpResult Unknown(HttpContext context)
    {
        var isPresented = PresentedKey.Of(context.Request) is not null;
        context.Response.Headers.WWWAuthenticate =
            isPresented ? $"{Challenge}, error=\"invalid_token\"" : Challenge;
        return TypedResults.Problem(
            (isPresented ? "The API key is unknown or revoked. " : "This needs an API key. ")
            + "Send one as \"Authorization: Bearer KEY\" or \"X-Api-Key: KEY\"; an operator makes "
            + "one with: keys create --role reader --name NAME.",
            statusCode: StatusCodes.Status401Unauthorized);
    }
}
