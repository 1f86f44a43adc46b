using System.Collections.Concurrent;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;

namespace Krewe.Grains.Catalogs;

/// <summary>Keeps one compiled catalog for each workspace and swaps it whole.</summary>
/// <remarks>
/// A catalog is immutable, so readers take the current one without a lock. One that is older than
/// the caller asks for, or of yesterday, is replaced by asking the workspace; callers that notice
/// it together wait for one question and one compilation.
/// </remarks>
internal sealed class CatalogCache(IGrainFactory grains, TimeProvider time) : ICatalogs
{
    private readonly ConcurrentDictionary<WorkspaceId, Entry> _entries = new();

    public ValueTask<Catalog> GetAsync(
        WorkspaceId workspace, long versionMin, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd(workspace, _ => new Entry());
        return entry.Current is { } catalog && IsGood(catalog, versionMin)
            ? new ValueTask<Catalog>(catalog)
            : new ValueTask<Catalog>(
                RefreshAsync(workspace, entry, versionMin, cancellationToken));
    }

    /// <summary>Puts definitions in force in this process.</summary>
    public Catalog Publish(WorkspaceId workspace, WorkspaceSnapshot snapshot)
    {
        var entry = _entries.GetOrAdd(workspace, _ => new Entry());
        var day = Today();
        var version = CatalogVersion.Of(snapshot.Version, day);
        lock (entry.Compiling)
        {
            if (entry.Current is { } known && known.Version >= version)
            {
                return known;
            }

            return entry.Current = Compile(snapshot, version, day, entry.Current);
        }
    }

    // Whoever needs the index of signals needs it at once when the catalog is swapped: it is made
    // before, while events go on under the catalog of before.
    private static Catalog Compile(
        WorkspaceSnapshot snapshot, long version, DateOnly day, Catalog? previous)
    {
        var catalog = Catalog.Compile(snapshot.Definition, version, day, previous);
        if (previous is { HasEventTraits: true })
        {
            _ = catalog.EventTraits;
        }

        return catalog;
    }

    // What was asked before this call may have been answered before the change that it is after:
    // then it asks once more.
    private async Task<Catalog> RefreshAsync(
        WorkspaceId workspace, Entry entry, long versionMin, CancellationToken cancellationToken)
    {
        var catalog = await AskOnceAsync(workspace, entry).WaitAsync(cancellationToken);
        return IsGood(catalog, versionMin)
            ? catalog
            : await AskOnceAsync(workspace, entry).WaitAsync(cancellationToken);
    }

    private Task<Catalog> AskOnceAsync(WorkspaceId workspace, Entry entry)
    {
        lock (entry)
        {
            return entry.Asked ??= Task.Run(() => AskAsync(workspace, entry));
        }
    }

    private async Task<Catalog> AskAsync(WorkspaceId workspace, Entry entry)
    {
        try
        {
            var grain = grains.GetGrain<IWorkspaceGrain>(workspace.Name);
            return Publish(workspace, await grain.GetAsync(CancellationToken.None));
        }
        finally
        {
            lock (entry)
            {
                entry.Asked = null;
            }
        }
    }

    private bool IsGood(Catalog catalog, long versionMin) =>
        catalog.Version >= versionMin && catalog.Day == Today();

    private DateOnly Today() => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>What is known of one workspace; the question is guarded by a lock on
    /// itself.</summary>
    private sealed class Entry
    {
        private Catalog? _current;

        /// <summary>Held while a catalog is compiled and swapped.</summary>
        public Lock Compiling { get; } = new();

        public Catalog? Current
        {
            get => Volatile.Read(ref _current);
            set => Volatile.Write(ref _current, value);
        }

        public Task<Catalog>? Asked { get; set; }
    }
}
