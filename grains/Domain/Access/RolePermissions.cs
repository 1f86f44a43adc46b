using System.Collections.Immutable;

namespace Krewe.Domain.Access;

/// <summary>Which role may do what: the only place that says so.</summary>
public static class RolePermissions
{
    private static readonly ImmutableArray<Role> Roles = [.. Enum.GetValues<Role>()];

    /// <summary>Whether a role has a permission.</summary>
    /// <remarks>
    /// <para>Shape: an operator may do everything: whoever makes keys could make one of any role,
    /// so that to withhold something would be for show. A steward may define as well, because
    /// labels and controls are members of definitions.</para>
    /// </remarks>
    public static bool May(this Role role, Permission permission) => role == Role.Operator
        || permission switch
        {
            Permission.ReadDefinitions or Permission.ReadProfiles =>
                role is Role.Reader or Role.Marketer or Role.Steward,
            Permission.ReadIdentifiers or Permission.ManageDefinitions =>
                role is Role.Marketer or Role.Steward,
            Permission.ManageGovernance or Permission.EraseProfiles or Permission.ReadAudit =>
                role is Role.Steward,
            Permission.Ingest => role is Role.Ingest,
            Permission.ReadJobs =>
                role is Role.Reader or Role.Marketer or Role.Steward or Role.Ingest,
            _ => false,
        };

    /// <summary>The roles that have a permission.</summary>
    public static ImmutableArray<Role> RolesThatMay(Permission permission) =>
        [.. Roles.Where(role => role.May(permission))];

    /// <summary>The name of a role as people write it: <c>reader</c>.</summary>
    public static string NameOf(Role role) => role switch
    {
        Role.Reader => "reader",
        Role.Marketer => "marketer",
        Role.Steward => "steward",
        Role.Ingest => "ingest",
        Role.Operator => "operator",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "There is no such role."),
    };

    /// <summary>The role of a name.</summary>
    /// <returns>Null if there is none; <see cref="Names"/> lists them.</returns>
    public static Role? Find(string? name)
    {
        foreach (var role in Roles)
        {
            if (string.Equals(NameOf(role), name, StringComparison.Ordinal))
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>The names of all roles.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Roles.Select(NameOf)];
}
