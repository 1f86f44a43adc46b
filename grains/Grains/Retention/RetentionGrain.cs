using System.Collections.Immutable;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Retention;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Profiles;
using Krewe.Grains.Storage;
using Microsoft.Extensions.Logging;

namespace Krewe.Grains.Retention;

/// <summary>Walks all profiles once a week, partition by partition, and has them forget what was
/// not seen.</summary>
/// <remarks>
/// What is to be forgotten is written before, and counted after it is: a crash between the two has
/// it looked at again, so that each identity is counted once. All of a walk is decided for the
/// instant at which it began.
/// </remarks>
internal sealed partial class RetentionGrain(
    [PersistentState("retention")] IPersistentState<RetentionState> storage,
    IProfileScan scan,
    ICatalogs catalogs,
    IClusterClient client,
    TimeProvider time,
    ILogger<RetentionGrain> logger) : Grain, IRetentionGrain, IRemindable
{
    private const string Reminder = "retention";
    private const int KeysMax = 512;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    private IGrainTimer? _walk;

    // Asked once a day; the reminder sees to a walk that a crash cut short.
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var next = now + (long)Week.TotalSeconds;
        if (storage.State.Next == 0)
        {
            await WriteAsync(storage.State with { Next = next }, cancellationToken);
        }
        else if (!storage.State.IsRunning && now >= storage.State.Next)
        {
            await WriteAsync(
                storage.State with { Next = next, Began = now, Done = 0, ForgottenInWalk = 0 },
                cancellationToken);
        }

        if (storage.State.IsRunning)
        {
            await this.RegisterOrUpdateReminder(Reminder, Retry, Retry);
            Walk();
        }
    }

    public ValueTask<RetentionProgress> GetAsync(CancellationToken cancellationToken) =>
        new(new RetentionProgress
        {
            Next = Instant(storage.State.Next),
            Began = Instant(storage.State.Began),
            Done = storage.State.Done,
            ForgottenInWalk = storage.State.ForgottenInWalk,
            Forgotten = storage.State.Forgotten,
        });

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (storage.State.IsRunning)
        {
            Walk();
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    private WorkspaceId Workspace => new(this.GetPrimaryKeyString());

    private static DateTimeOffset? Instant(long unixSeconds) =>
        unixSeconds == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(unixSeconds);

    // Each partition is a turn of its own, so that questions about progress are answered between.
    private void Walk() => _walk ??= this.RegisterGrainTimer(
        WalkPartitionAsync,
        new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(1))
        {
            KeepAlive = true,
        });

    private async Task WalkPartitionAsync(CancellationToken cancellationToken)
    {
        if (storage.State.IsRunning)
        {
            var catalog = await catalogs.GetAsync(Workspace, versionMin: 0, cancellationToken);
            var done = RetentionProgress.Partitions;
            if (RetentionRules.Apply(catalog))
            {
                await ForgetAsync(catalog, cancellationToken);
                done = storage.State.Done + 1;
            }

            await WriteAsync(storage.State with { Done = done }, cancellationToken);
        }

        if (!storage.State.IsRunning)
        {
            LogWalked(this.GetPrimaryKeyString(), storage.State.ForgottenInWalk);
            _walk?.Dispose();
            _walk = null;
        }
    }

    private async Task ForgetAsync(Catalog catalog, CancellationToken cancellationToken)
    {
        var forgetting = new Forgetting(client, Workspace, catalog, storage.State.Began);
        await RunAsync(forgetting, storage.State.Pending, cancellationToken);
        await foreach (var keys in scan.IdentitiesAsync(
            Workspace,
            storage.State.Done,
            RetentionProgress.Partitions,
            KeysMax,
            cancellationToken))
        {
            await LookAsync(forgetting, keys, cancellationToken);
        }
    }

    private async Task LookAsync(
        Forgetting forgetting, List<IdentityKey> keys, CancellationToken cancellationToken)
    {
        var found = await forgetting.FindAsync(keys, cancellationToken);
        if (!found.IsEmpty)
        {
            await WriteAsync(storage.State with { Pending = found }, cancellationToken);
            await RunAsync(forgetting, found, cancellationToken);
        }
    }

    private async Task RunAsync(
        Forgetting forgetting,
        ImmutableArray<ForgettingOne> pending,
        CancellationToken cancellationToken)
    {
        if (pending.IsEmpty)
        {
            return;
        }

        var forgotten = await forgetting.RunAsync(pending, cancellationToken);
        await WriteAsync(
            storage.State with
            {
                Pending = [],
                ForgottenInWalk = storage.State.ForgottenInWalk + forgotten,
                Forgotten = storage.State.Forgotten + forgotten,
            },
            cancellationToken);
    }

    private Task WriteAsync(RetentionState next, CancellationToken cancellationToken) =>
        storage.WriteAsync(next, this, cancellationToken);

    [LoggerMessage(LogLevel.Information,
        "Workspace {Workspace}: {Forgotten} customer IDs were not seen for long and are forgotten")]
    private partial void LogWalked(string workspace, long forgotten);
}
