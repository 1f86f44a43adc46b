using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Domain.Access;

namespace Krewe.Api.Graph;

/// <summary>Asks of whoever fetches a thing by its ID what the fields that lead to it ask: the
/// field that takes any ID cannot know it beforehand.</summary>
internal static class NodeRights
{
    /// <summary>Refuses a caller who lacks a permission.</summary>
    public static void Demand(this ClaimsPrincipal user, Permission permission)
    {
        if (!user.May(permission))
        {
            throw GraphErrors.NotAuthorized();
        }
    }
}
