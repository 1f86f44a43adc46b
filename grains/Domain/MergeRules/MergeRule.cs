using System.Collections.Immutable;
using Krewe.Domain.Governance;
using Krewe.Domain.Identity;

namespace Krewe.Domain.MergeRules;

/// <summary>Which of a person's identities are read together when a segment is decided.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Profile merge rule options defined", read 2026-11.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("merge-rule")]
public sealed record MergeRule
{
    /// <summary>The name that segments give; unique in the workspace.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What it is for; may be missing.</summary>
    [Id(1)]
    public string? Description { get; init; }

    /// <summary>Which authenticated profiles are read.</summary>
    [Id(2)]
    public required CrossDeviceOption CrossDevice { get; init; }

    /// <summary>Which devices are read.</summary>
    [Id(3)]
    public DeviceOption Device { get; init; }

    /// <summary>The cross-device data sources that are read: one to three.</summary>
    [Id(4)]
    public ImmutableArray<DataSourceId> DataSources { get; init; } = [];

    /// <summary>What segments decided by it may not be used for.</summary>
    [Id(5)]
    public ExportControls ExportControls { get; init; }

    /// <summary>New segments take it unless they name another.</summary>
    [Id(6)]
    public bool IsDefault { get; init; }

    /// <summary>Whether the rule reads identities of a data source, of whichever person or device
    /// it is asked for.</summary>
    /// <param name="source">The data source.</param>
    /// <param name="isDevice">Whether its IDs are those of devices and browsers.</param>
    public bool Reads(DataSourceId source, bool isDevice) =>
        CrossDevice == CrossDeviceOption.IdentityGraph
        || (isDevice ? Device != DeviceOption.NoDeviceProfile : DataSources.Contains(source));
}

/// <summary>Which authenticated profiles a merge rule reads.</summary>
[GenerateSerializer, Alias("cross-device-option")]
public enum CrossDeviceOption
{
    /// <summary>None: what is known only from a login is not read.</summary>
    NoCrossDeviceProfile = 0,

    /// <summary>The one that is logged in now.</summary>
    CurrentAuthenticatedProfiles = 1,

    /// <summary>The one that last logged in on the device.</summary>
    LastAuthenticatedProfiles = 2,

    /// <summary>Each by itself, whether it was ever seen on a device or not.</summary>
    AllCrossDeviceProfiles = 3,

    /// <summary>Everything that is linked, devices too, as one person.</summary>
    IdentityGraph = 4,
}

/// <summary>Which devices a merge rule reads.</summary>
[GenerateSerializer, Alias("device-option")]
public enum DeviceOption
{
    /// <summary>None.</summary>
    NoDeviceProfile = 0,

    /// <summary>The current one.</summary>
    DeviceProfile = 1,

    /// <summary>The current one and up to 99 that the same person logged in on.</summary>
    ProfileLinkDeviceGraph = 2,

    /// <summary>The current one and up to 99 that a vendor links to it.</summary>
    ExternalDeviceGraph = 3,
}
