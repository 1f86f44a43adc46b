using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Domain.Access;

namespace Krewe.Api.Graph;

/// <summary>Asks for permissions where a policy cannot: of whoever fetches a thing by its ID, as
/// the field that takes any ID cannot know it beforehand, and for values that a card shows many
/// of.</summary>
internal static class NodeRights
{
    /// <summary>Refuses a caller who lacks a permission.</summary>
    public static void Demand(this ClaimsPrincipal user, Permission permission)
    {
        if (!user.May(permission))
        {
            throw GraphErrors.Of(
                "AUTH_NOT_AUTHORIZED",
                "The current user is not authorized to access this resource.");
        }
    }
}
