using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Onboarding;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Workspaces;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Storage;

namespace Krewe.Grains.Workspaces;

/// <summary>Keeps the definitions of a workspace, and has the profiles decided anew when they or
/// the mappings in force change, and the reports mailed on each day that is over.</summary>
internal sealed class WorkspaceGrain(
    [PersistentState("workspace")] IPersistentState<WorkspaceSnapshot> storage,
    CatalogCache catalogs,
    TimeProvider time) : Grain, IWorkspaceGrain, IRemindable
{
    private const string Midnight = "midnight";
    private static readonly TimeSpan StartAgain = TimeSpan.FromMinutes(1);

    // What is durable: whoever asks may come in the middle of a write.
    private WorkspaceSnapshot _inForce = new();
    private IGrainTimer? _starting;

    public ValueTask<WorkspaceSnapshot> GetAsync(CancellationToken cancellationToken) =>
        new(_inForce);

    public ValueTask<WorkspaceSnapshot?> GetNewerAsync(
        long knownVersion, CancellationToken cancellationToken) =>
        new(_inForce.Version == knownVersion ? null : _inForce);

    public Task<ApplyReply> ApplyOverAsync(
        long version, WorkspaceDefinition definition, CancellationToken cancellationToken) =>
        storage.State.Version == version
            ? ApplyAsync(definition, cancellationToken)
            : Task.FromResult(
                new ApplyReply { Version = storage.State.Version, IsOutdated = true });

    public async Task<ApplyReply> ApplyAsync(
        WorkspaceDefinition definition, CancellationToken cancellationToken)
    {
        var known = storage.State;
        var revision = WorkspaceRevision.Of(
            known.Definition, definition, WorkspacePaths.None, Today);
        var faults = WorkspaceValidator
            .Validate(revision.Definition, WorkspaceRules.Default, WorkspacePaths.None)
            .Concat(revision.Faults)
            .Where(fault => fault.Severity == Severity.Error)
            .ToArray();
        if (faults.Length > 0)
        {
            return new ApplyReply
            {
                Version = known.Version,
                Faults = [.. faults.Select(fault => fault.ToString())],
            };
        }

        var changes = WorkspacePlan.Between(known.Definition, revision.Definition);
        if (known.Version > 0 && changes.IsEmpty)
        {
            return new ApplyReply { Version = known.Version };
        }

        await WriteAsync(
            new WorkspaceSnapshot
            {
                Version = known.Version + 1,
                Definition = revision.Definition,
                Revisions = Revised(known, changes),
            },
            cancellationToken);
        await DecideAnewAsync(cancellationToken);
        return new ApplyReply { Version = storage.State.Version };
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await DecideAnewAsync(CancellationToken.None);
        await Task.WhenAll(Destinations().Select(destination =>
            destination.CheckAudiencesAsync(CancellationToken.None)));
    }

    // A crash between the write and the start of the walk is made good by the reminder, which a
    // workspace has from its first definitions on and which also sees to mappings that begin or
    // end. From a timer: a walk that is under way may be what asked for the definitions, and waits
    // for them before it answers.
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _inForce = storage.State;
        if (_inForce.Version > 0)
        {
            catalogs.Publish(Id, _inForce);
            _starting = this.RegisterGrainTimer(
                StartWalkOnceAsync,
                new GrainTimerCreationOptions(TimeSpan.Zero, StartAgain) { KeepAlive = true });
        }

        return Task.CompletedTask;
    }

    private async Task StartWalkOnceAsync(CancellationToken cancellationToken)
    {
        await StartWalkAsync(cancellationToken);
        _starting?.Dispose();
        _starting = null;
    }

    private ImmutableDictionary<string, Revision> Revised(
        WorkspaceSnapshot known, ImmutableArray<PlannedChange> changes)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var revisions = known.Revisions.ToBuilder();
        foreach (var change in changes)
        {
            var key = Revision.KeyOf(change.Thing, change.Key);
            if (change.Kind == PlannedChangeKind.Removed)
            {
                revisions.Remove(key);
                continue;
            }

            var created = revisions.TryGetValue(key, out var before) ? before.Created : now;
            revisions[key] = new Revision(known.Version + 1, created, now);
        }

        return revisions.ToImmutable();
    }

    private WorkspaceId Id => new(this.GetPrimaryKeyString());

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private async Task DecideAnewAsync(CancellationToken cancellationToken)
    {
        var today = time.GetUtcNow().UtcDateTime.Date;
        var untilMidnight = today.AddDays(1) - time.GetUtcNow().UtcDateTime;
        await this.RegisterOrUpdateReminder(Midnight, untilMidnight, TimeSpan.FromDays(1));
        await StartWalkAsync(cancellationToken);
    }

    private async Task StartWalkAsync(CancellationToken cancellationToken)
    {
        var catalog = catalogs.Publish(Id, _inForce);
        await GrainFactory.GetGrain<IBackfillGrain>(this.GetPrimaryKeyString())
            .StartAsync(catalog.Version, cancellationToken);
        await GrainFactory.GetGrain<IReportMailGrain>(this.GetPrimaryKeyString())
            .StartAsync(cancellationToken);
        await GrainFactory.GetGrain<IRetentionGrain>(this.GetPrimaryKeyString())
            .StartAsync(cancellationToken);
        await Task.WhenAll(Destinations().Select(destination =>
            destination.LearnAsync(catalog.Version, cancellationToken)));
    }

    private IEnumerable<IDestinationGrain> Destinations() => _inForce.Definition.Destinations
        .Select(destination => GrainFactory.GetGrain<IDestinationGrain>(
            Id.DestinationKey(destination.Id)));

    private async Task WriteAsync(WorkspaceSnapshot next, CancellationToken cancellationToken)
    {
        await storage.WriteAsync(next, this, cancellationToken);
        _inForce = next;
    }
}
