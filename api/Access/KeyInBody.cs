using Krewe.Domain.Access;
using Microsoft.AspNetCore.Authorization;

namespace Krewe.Api.Access;

/// <summary>That the caller may send data in. Who shows no key may show it in the body: the door
/// looks there, and lets nobody through without.</summary>
internal sealed class KeyInBodyRequirement
    : AuthorizationHandler<KeyInBodyRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(
        AuthorizationHandlerContext context, KeyInBodyRequirement requirement)
    {
        if (context.User.Caller() is null || context.User.May(Permission.Ingest))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
