using System.Security.Claims;
using HotChocolate.Resolvers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace HotChocolate.Authorization;

/// <summary>Asks ASP.NET Core whether the user may see a field.</summary>
internal static class Authorizer
{
    /// <summary>The error of a refusal; null when all that is asked is granted.</summary>
    public static async ValueTask<IError?> RefusalAsync(
        ResolverContext context, IReadOnlyList<AuthorizeAttribute> asked)
    {
        var user = context.ContextData.TryGetValue(nameof(ClaimsPrincipal), out var given)
            && given is ClaimsPrincipal principal
                ? principal
                : new ClaimsPrincipal(new ClaimsIdentity());
        foreach (var guard in asked)
        {
            if (await RefusalAsync(context, user, guard) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static async ValueTask<IError?> RefusalAsync(
        ResolverContext context, ClaimsPrincipal user, AuthorizeAttribute guard)
    {
        if (guard.Roles is { Length: > 0 } roles && !roles.Any(user.IsInRole))
        {
            return Refused(context, user);
        }

        if (guard.Policy is null && guard.Roles is { Length: > 0 })
        {
            return null;
        }

        return await PolicyRefusalAsync(context, user, guard.Policy);
    }

    private static async ValueTask<IError?> PolicyRefusalAsync(
        ResolverContext context, ClaimsPrincipal user, string? name)
    {
        var policies = context.RequestServices.GetRequiredService<IAuthorizationPolicyProvider>();
        var policy = name is null
            ? await policies.GetDefaultPolicyAsync()
            : await policies.GetPolicyAsync(name);
        if (policy is null)
        {
            return name is null
                ? Error(
                    context, "The default authorization policy does not exist.",
                    ErrorCodes.NoDefaultPolicy)
                : Error(
                    context, $"The `{name}` authorization policy does not exist.",
                    ErrorCodes.PolicyNotFound);
        }

        var service = context.RequestServices.GetRequiredService<IAuthorizationService>();
        var answer = await service.AuthorizeAsync(user, context, policy);
        return answer.Succeeded ? null : Refused(context, user);
    }

    private static IError Refused(ResolverContext context, ClaimsPrincipal user) => Error(
        context,
        "The current user is not authorized to access this resource.",
        user.Identities.Any(identity => identity.IsAuthenticated)
            ? ErrorCodes.NotAuthorized
            : ErrorCodes.NotAuthenticated);

    private static IError Error(ResolverContext context, string message, string code) =>
        ErrorBuilder.New().SetMessage(message).SetCode(code).SetPath(context.Path).Build();
}
