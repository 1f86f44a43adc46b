using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Tests.Access;

/// <summary>Marketers define; stewards decide what data may be used for.</summary>
public sealed class GovernanceRightsTests
{
    private static readonly WorkspaceDefinition Known = new()
    {
        DataSources = [Source(1, ExportControls.Pii), Source(2, ExportControls.None)],
        Destinations = [Destination(ExportLabels.Pii)],
    };

    [Fact]
    public void Marketer_may_not_change_controls_nor_labels_nor_remove_controls()
    {
        Assert.Equal(
            ["$.dataSources"], Find(Known with
            {
                DataSources = [Source(1, ExportControls.None), Source(2, ExportControls.None)],
            }));
        Assert.Equal(
            ["$.dataSources"], Find(Known with
            {
                DataSources = [Source(2, ExportControls.None)],
            }));
        Assert.Equal(
            ["$.destinations"], Find(Known with
            {
                Destinations = [Destination(ExportLabels.None)],
            }));
    }

    [Fact]
    public void Marketer_may_add_and_remove_what_has_no_controls()
    {
        Assert.Empty(Find(Known));
        Assert.Empty(Find(Known with { Destinations = [] }));
        Assert.Empty(Find(Known with
        {
            DataSources = [Source(1, ExportControls.Pii), Source(3, ExportControls.Pii)],
        }));
    }

    [Fact]
    public void Steward_may_change_everything() =>
        Assert.Empty(Find(WorkspaceDefinition.Empty, Role.Steward));

    private static string[] Find(WorkspaceDefinition next, Role role = Role.Marketer) =>
    [
        .. GovernanceRights.Find(
            Known,
            next,
            new ClaimsPrincipal(new CallerIdentity(AuditActor.Local, role)))
            .Select(fault => fault.Path),
    ];

    private static DataSource Source(int id, ExportControls controls) => new()
    {
        Id = new DataSourceId(id),
        Name = "Source",
        IdType = IdType.CrossDevice,
        ExportControls = controls,
    };

    private static DestinationDefinition Destination(ExportLabels labels) => new()
    {
        Id = new DestinationId(1),
        Name = "Meta",
        Account = "acme",
        DataSource = new DataSourceId(1),
        ExportLabels = labels,
    };
}
