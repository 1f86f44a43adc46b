using System.Collections.Immutable;

namespace Krewe.Domain.MergeRules;

/// <summary>A cross-device option and a device option that go together.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Profile merge rule options defined", read 2026-11; its table
/// offers Profile Link with Last Authenticated Profiles only.</para>
/// </remarks>
/// <param name="CrossDevice">Which authenticated profiles are read.</param>
/// <param name="Device">Which devices are read.</param>
public readonly record struct MergeRuleOptions(CrossDeviceOption CrossDevice, DeviceOption Device)
{
    /// <summary>Every pair that a merge rule may have.</summary>
    public static ImmutableArray<MergeRuleOptions> Legal { get; } =
    [
        new(CrossDeviceOption.NoCrossDeviceProfile, DeviceOption.DeviceProfile),
        new(CrossDeviceOption.NoCrossDeviceProfile, DeviceOption.ExternalDeviceGraph),
        new(CrossDeviceOption.CurrentAuthenticatedProfiles, DeviceOption.NoDeviceProfile),
        new(CrossDeviceOption.LastAuthenticatedProfiles, DeviceOption.DeviceProfile),
        new(CrossDeviceOption.LastAuthenticatedProfiles, DeviceOption.ProfileLinkDeviceGraph),
        new(CrossDeviceOption.LastAuthenticatedProfiles, DeviceOption.ExternalDeviceGraph),
        new(CrossDeviceOption.AllCrossDeviceProfiles, DeviceOption.NoDeviceProfile),
        new(CrossDeviceOption.IdentityGraph, DeviceOption.NoDeviceProfile),
    ];

    /// <summary>Whether a merge rule may have this pair.</summary>
    public bool IsLegal => Legal.Contains(this);

    /// <summary>Whether other devices than the current one are read.</summary>
    public bool UsesDeviceGraph =>
        Device is DeviceOption.ProfileLinkDeviceGraph or DeviceOption.ExternalDeviceGraph;
}
