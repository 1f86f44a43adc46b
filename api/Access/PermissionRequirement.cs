using Krewe.Domain.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Access;

/// <summary>That the caller has a permission.</summary>
/// <param name="Permission">Which.</param>
/// <param name="IsOpenHere">Callers on this machine need none: the scraper beside the
/// silo.</param>
internal sealed record PermissionRequirement(Permission Permission, bool IsOpenHere = false)
    : IAuthorizationRequirement;

/// <summary>That the caller has a key, whatever it may do. Who opens a WebSocket may show it when
/// the connection begins.</summary>
internal sealed class KeyRequirement
    : AuthorizationHandler<KeyRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, KeyRequirement requirement)
    {
        if (context.User.Caller() is not null
            || context.Resource is HttpContext { WebSockets.IsWebSocketRequest: true })
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Asks the table of roles.</summary>
internal sealed class PermissionHandler : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.User.May(requirement.Permission)
            || (requirement.IsOpenHere
                && context.Resource is HttpContext http
                && LocalCaller.IsOnThisMachine(http)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
