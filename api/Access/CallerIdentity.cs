using System.Globalization;
using System.Security.Claims;
using Krewe.Domain.Access;

namespace Krewe.Api.Access;

/// <summary>Who calls, and as what.</summary>
/// <remarks>Made once for each key and shared by all of its requests, so nothing changes it.
/// </remarks>
public sealed class CallerIdentity : ClaimsIdentity
{
    /// <summary>A caller.</summary>
    public CallerIdentity(AuditActor actor, Role role)
        : base(
            [
                new Claim(ClaimTypes.NameIdentifier, Describe(actor)),
                new Claim(ClaimTypes.Name, actor.Name),
                new Claim(ClaimTypes.Role, RolePermissions.NameOf(role)),
            ],
            ApiKeyHandler.SchemeName)
    {
        By = actor;
        Role = role;
    }

    /// <summary>Who.</summary>
    public AuditActor By { get; }

    /// <summary>As what.</summary>
    public Role Role { get; }

    private static string Describe(AuditActor actor) => actor.Key is { } key
        ? string.Create(CultureInfo.InvariantCulture, $"key {key}")
        : actor.Name;
}

/// <summary>What doors and fields ask of the user of a request.</summary>
public static class CallerExtensions
{
    /// <summary>Who calls; null: somebody unknown.</summary>
    public static CallerIdentity? Caller(this ClaimsPrincipal user) =>
        user.Identity as CallerIdentity;

    /// <summary>Whether the caller has a permission.</summary>
    public static bool May(this ClaimsPrincipal user, Permission permission) =>
        user.Caller() is { } caller && caller.Role.May(permission);
}
