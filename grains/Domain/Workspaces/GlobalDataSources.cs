using System.Collections.Immutable;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Workspaces;

/// <summary>The data sources of device advertising ids that every workspace has.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Global data sources", read 2026-11.</para>
/// </remarks>
public static class GlobalDataSources
{
    /// <summary>All of them, by number.</summary>
    public static ImmutableArray<DataSource> All { get; } =
    [
        Device(20914, "Google advertising ID (GAID)"),
        Device(20915, "Apple advertising ID (IDFA)"),
        Device(121963, "Roku advertising ID (RIDA)"),
        Device(389146, "Windows 10 advertising ID (MAID)"),
        Device(488258, "Amazon Fire TV advertising ID"),
        Device(963906, "Samsung Tizen advertising ID (TIFA)"),
        Device(1171485, "LG webOS advertising ID (LGUDID)"),
        Device(1171489, "Vizio advertising ID (IFA)"),
    ];

    private static DataSource Device(int id, string name) => new()
    {
        Id = new DataSourceId(id),
        Name = name,
        IdType = IdType.DeviceAdvertisingId,
        Inbound = true,
    };
}
