using System.Security.Claims;
using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Datasets;
using Krewe.Api.Governance;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.MergeRules;

namespace Krewe.Api.MergeRules;

/// <summary>A merge rule as the graph shows it.</summary>
[Node]
[GraphQLName("MergeRule")]
public sealed class MergeRuleView(MergeRule rule, Revision revision, Definitions definitions)
{
    /// <summary>Its key in the graph.</summary>
    public string Id => rule.Name;

    /// <summary>The name that segments give.</summary>
    public string Name => rule.Name;

    /// <summary>What it is for.</summary>
    public string? Description => rule.Description;

    /// <summary>Which authenticated profiles are read.</summary>
    public GraphCrossDeviceOption CrossDeviceOption => (GraphCrossDeviceOption)rule.CrossDevice;

    /// <summary>The cross-device data sources that are read.</summary>
    public IReadOnlyList<DataSourceView> DataSources =>
        [.. rule.DataSources.Select(definitions.DataSource)];

    /// <summary>Which devices are read.</summary>
    public GraphDeviceOption DeviceOption => (GraphDeviceOption)rule.Device;

    /// <summary>Which of several values of an attribute counts.</summary>
    public AttributeMerge AttributeMerge => AttributeMerge.TimestampOrdered;

    /// <summary>Which dataset counts before which.</summary>
    public IReadOnlyList<DatasetView> DatasetOrder => [];

    /// <summary>What segments decided by it may not be used for.</summary>
    public IReadOnlyList<ExportControl> ExportControls => ExportWords.Controls(rule.ExportControls);

    /// <summary>New segments take it.</summary>
    public bool IsDefault => rule.IsDefault;

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version => revision.Version;

    internal MergeRule Rule => rule;

    /// <summary>Fetches a merge rule by its key.</summary>
    [NodeResolver]
    public static async Task<MergeRuleView?> GetNodeAsync(
        string id,
        DefinitionsReader definitions,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadDefinitions);
        return await GetAsync(id, definitions, cancellationToken);
    }

    internal static async Task<MergeRuleView?> GetAsync(
        string id, DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).FindMergeRule(id);
}

/// <summary>Which authenticated profiles a merge rule reads.</summary>
/// <remarks>They have the numbers of
/// <see cref="Domain.MergeRules.CrossDeviceOption"/>.</remarks>
[GraphQLName("CrossDeviceOption")]
public enum GraphCrossDeviceOption
{
    /// <summary>None.</summary>
    NoCrossDeviceProfile = 0,

    /// <summary>The one that is logged in now.</summary>
    CurrentAuthenticatedProfiles = 1,

    /// <summary>The one that last logged in on the device.</summary>
    LastAuthenticatedProfiles = 2,

    /// <summary>Each by itself.</summary>
    AllCrossDeviceProfiles = 3,

    /// <summary>All linked identities together.</summary>
    IdentityGraph = 4,
}

/// <summary>Which devices a merge rule reads.</summary>
/// <remarks>They have the numbers of <see cref="Domain.MergeRules.DeviceOption"/>.</remarks>
[GraphQLName("DeviceOption")]
public enum GraphDeviceOption
{
    /// <summary>None.</summary>
    NoDeviceProfile = 0,

    /// <summary>The current one.</summary>
    DeviceProfile = 1,

    /// <summary>Those that the same person logged in on.</summary>
    ProfileLinkDeviceGraph = 2,

    /// <summary>Those that a vendor links.</summary>
    ExternalDeviceGraph = 3,
}

/// <summary>Which of several values of an attribute counts.</summary>
public enum AttributeMerge
{
    /// <summary>The latest.</summary>
    TimestampOrdered,

    /// <summary>That of the dataset named first.</summary>
    DatasetPrecedence,
}
