using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;

namespace Krewe.Grains.Catalogs;

/// <summary>The compiled definitions of each workspace, as this process knows them.</summary>
internal interface ICatalogs
{
    /// <summary>The definitions in force today, of a version or later.</summary>
    ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken);
}

/// <summary>How definitions and the day make one version.</summary>
internal static class CatalogVersion
{
    // Days are numbered from the year 1: seven digits last beyond the year 9999.
    private const long Days = 10_000_000;

    public static long Of(long definitions, DateOnly day) => (definitions * Days) + day.DayNumber;
}
