using System.Collections.Concurrent;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;

namespace Krewe.Grains.Catalogs;

/// <summary>Keeps one compiled catalog for each workspace and swaps it whole.</summary>
/// <remarks>
/// A catalog is immutable, so readers take the current one without a lock. One that is older than
/// the caller asks for, or of yesterday, is replaced by asking the workspace; two callers may do so
/// at
/// once and the later version stays.
/// </remarks>
internal sealed class CatalogCache(IGrainFactory grains, TimeProvider time) : ICatalogs
{
    private readonly ConcurrentDictionary<WorkspaceId, Catalog> _current = new();

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken) =>
        _current.TryGetValue(workspace, out var catalog)
        && catalog.Version >= versionMin
        && catalog.Day == Today()
            ? new ValueTask<Catalog>(catalog)
            : new ValueTask<Catalog>(RefreshAsync(workspace, cancellationToken));

    /// <summary>Puts definitions in force in this process.</summary>
    public Catalog Publish(WorkspaceId workspace, WorkspaceSnapshot snapshot)
    {
        var day = Today();
        var version = CatalogVersion.Of(snapshot.Version, day);
        if (_current.TryGetValue(workspace, out var known) && known.Version >= version)
        {
            return known;
        }

        var catalog = Catalog.Compile(snapshot.Definition, version, day);
        return _current.AddOrUpdate(
            workspace, catalog, (_, other) => other.Version > version ? other : catalog);
    }

    private async Task<Catalog> RefreshAsync(
        WorkspaceId workspace, CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<IWorkspaceGrain>(workspace.Name);
        return Publish(workspace, await grain.GetAsync(cancellationToken));
    }

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
}
