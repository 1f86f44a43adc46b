using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Workspaces;
using Krewe.Tests.Support;

namespace Krewe.Api.Tests.Graph;

/// <summary>Definitions in memory, kept as the real grain keeps them: validated whole, completed,
/// with a version for each change and each thing.</summary>
internal sealed class FakeWorkspace(ManualTimeProvider time) : IWorkspaceGrain
{
    // A grain has one turn at a time.
    private readonly Lock _turn = new();

    public WorkspaceSnapshot Snapshot { get; set; } = new();

    /// <summary>Changes that were put in force.</summary>
    public int Applied { get; private set; }

    /// <summary>Called when somebody is about to put a change in force: what is done here comes
    /// first.</summary>
    public Action? BeforeApply { get; set; }

    public WorkspaceDefinition Definition => Snapshot.Definition;

    public ValueTask<WorkspaceSnapshot> GetAsync(CancellationToken cancellationToken) =>
        new(Snapshot);

    public ValueTask<WorkspaceSnapshot?> GetNewerAsync(
        long knownVersion, CancellationToken cancellationToken) =>
        new(Snapshot.Version == knownVersion ? null : Snapshot);

    public Task<ApplyReply> ApplyOverAsync(
        long version, WorkspaceDefinition definition, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            BeforeApply?.Invoke();
            return Task.FromResult(Snapshot.Version == version
                ? Apply(definition)
                : new ApplyReply { Version = Snapshot.Version, IsOutdated = true });
        }
    }

    public Task<ApplyReply> ApplyAsync(
        WorkspaceDefinition definition, CancellationToken cancellationToken)
    {
        lock (_turn)
        {
            return Task.FromResult(Apply(definition));
        }
    }

    public ApplyReply Apply(WorkspaceDefinition definition)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var revision = WorkspaceRevision.Of(
            Snapshot.Definition, definition, WorkspacePaths.None, today);
        var faults = WorkspaceValidator
            .Validate(revision.Definition, WorkspaceRules.Default, WorkspacePaths.None)
            .Concat(revision.Faults)
            .Where(fault => fault.Severity == Severity.Error)
            .Select(fault => fault.ToString())
            .ToImmutableArray();
        if (!faults.IsEmpty)
        {
            return new ApplyReply { Version = Snapshot.Version, Faults = faults };
        }

        var changes = WorkspacePlan.Between(Snapshot.Definition, revision.Definition);
        if (Snapshot.Version == 0 || !changes.IsEmpty)
        {
            Applied++;
            Snapshot = new WorkspaceSnapshot
            {
                Version = Snapshot.Version + 1,
                Definition = revision.Definition,
                Revisions = Revised(changes),
            };
        }

        return new ApplyReply { Version = Snapshot.Version };
    }

    private ImmutableDictionary<string, Revision> Revised(ImmutableArray<PlannedChange> changes)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var revisions = Snapshot.Revisions;
        foreach (var change in changes)
        {
            var key = Revision.KeyOf(change.Thing, change.Key);
            var created = revisions.TryGetValue(key, out var known) ? known.Created : now;
            revisions = change.Kind == PlannedChangeKind.Removed
                ? revisions.Remove(key)
                : revisions.SetItem(key, new Revision(Snapshot.Version + 1, created, now));
        }

        return revisions;
    }
}
