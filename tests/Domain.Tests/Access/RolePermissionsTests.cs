using Krewe.Domain.Access;

namespace Krewe.Domain.Tests.Access;

public sealed class RolePermissionsTests
{
    // The whole table, so that nobody gets a permission by the way.
    [Theory]
    [InlineData(Role.Reader, "ReadDefinitions ReadProfiles ReadJobs")]
    [InlineData(
        Role.Marketer,
        "ReadDefinitions ReadProfiles ReadIdentifiers ManageDefinitions ReadJobs")]
    [InlineData(
        Role.Steward,
        "ReadDefinitions ReadProfiles ReadIdentifiers ManageDefinitions ManageGovernance "
        + "EraseProfiles ReadJobs ReadAudit")]
    [InlineData(Role.Ingest, "Ingest ReadJobs")]
    [InlineData(
        Role.Operator,
        "ReadDefinitions ReadProfiles ReadIdentifiers ManageDefinitions ManageGovernance "
        + "EraseProfiles Ingest ReadJobs ReadAudit ManageKeys Operate")]
    public void Role_has_these_permissions_and_no_other(Role role, string permissions) =>
        Assert.Equal(
            permissions,
            string.Join(' ', Enum.GetValues<Permission>().Where(one => role.May(one))));

    [Fact]
    public void Role_that_does_not_exist_may_do_nothing() => Assert.All(
        Enum.GetValues<Permission>(), permission => Assert.False(((Role)99).May(permission)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Operator")]
    [InlineData("4")]
    public void Name_of_no_role_finds_none(string? name) => Assert.Null(RolePermissions.Find(name));

    [Fact]
    public void Names_find_their_roles() => Assert.Equal(
        Enum.GetValues<Role>().Cast<Role?>(), RolePermissions.Names.Select(RolePermissions.Find));

    [Fact]
    public void Roles_that_may_are_listed_from_the_least() => Assert.Equal(
        new[] { Role.Steward, Role.Operator },
        RolePermissions.RolesThatMay(Permission.ReadAudit).ToArray());
}
