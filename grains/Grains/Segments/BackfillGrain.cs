using Krewe.Contracts.Profiles;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Codecs;
using Krewe.Grains.Profiles;
using Krewe.Grains.Storage;

namespace Krewe.Grains.Segments;

/// <summary>Walks all profiles partition by partition, and goes on after a crash with the partition
/// that was not done.</summary>
internal sealed class BackfillGrain(
    [PersistentState("backfill")] IPersistentState<BackfillState> storage,
    IProfileScan scan,
    IClusterClient client) : Grain, IBackfillGrain, IRemindable
{
    private const string Reminder = "backfill";
    private const int KeysMax = 4_096;
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);

    private IGrainTimer? _walk;

    /// <summary>A walk that was cut short goes on.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (storage.State.IsAsked)
        {
            Walk();
        }

        return Task.CompletedTask;
    }

    public async Task StartAsync(long catalogVersion, CancellationToken cancellationToken)
    {
        if (storage.State.CatalogVersion >= catalogVersion)
        {
            return;
        }

        await WriteAsync(
            new BackfillState { CatalogVersion = catalogVersion, IsAsked = true },
            cancellationToken);
        await this.RegisterOrUpdateReminder(Reminder, Retry, Retry);
        Walk();
    }

    public ValueTask<BackfillProgress> GetAsync(CancellationToken cancellationToken) =>
        new(new BackfillProgress
        {
            CatalogVersion = storage.State.CatalogVersion,
            Done = storage.State.IsAsked ? storage.State.Done : BackfillProgress.Partitions,
            Profiles = storage.State.Profiles,
        });

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (storage.State.IsAsked)
        {
            Walk();
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }
    }

    // Each partition is a turn of its own, so that questions about progress are answered between.
    private void Walk() => _walk ??= this.RegisterGrainTimer(
        WalkPartitionAsync,
        new GrainTimerCreationOptions(TimeSpan.Zero, TimeSpan.FromMilliseconds(1))
        {
            KeepAlive = true,
        });

    private async Task WalkPartitionAsync(CancellationToken cancellationToken)
    {
        var state = storage.State;
        if (state.IsAsked)
        {
            var seen = await ReevaluateAsync(state, cancellationToken);
            var done = state.Done + 1;
            await WriteAsync(
                state with
                {
                    Done = done,
                    Profiles = state.Profiles + seen,
                    IsAsked = done < BackfillProgress.Partitions,
                },
                cancellationToken);
        }

        if (!storage.State.IsAsked)
        {
            _walk?.Dispose();
            _walk = null;
        }
    }

    private async Task<long> ReevaluateAsync(
        BackfillState state, CancellationToken cancellationToken)
    {
        var workspace = new WorkspaceId(this.GetPrimaryKeyString());
        var seen = 0L;
        await foreach (var keys in scan.IdentitiesAsync(
            workspace, state.Done, BackfillProgress.Partitions, KeysMax, cancellationToken))
        {
            seen += await Reevaluation.RunAsync(
                client, workspace, state.CatalogVersion, keys, cancellationToken);
        }

        return seen;
    }

    private Task WriteAsync(BackfillState next, CancellationToken cancellationToken) =>
        storage.WriteAsync(next, this, cancellationToken);
}

/// <summary>How far a walk is.</summary>
[GenerateSerializer, Immutable, Alias("backfill-state")]
internal sealed record BackfillState
{
    [Id(0)]
    public long CatalogVersion { get; init; }

    [Id(1)]
    public bool IsAsked { get; init; }

    [Id(2)]
    public int Done { get; init; }

    [Id(3)]
    public long Profiles { get; init; }
}

/// <summary>The binary form of <see cref="BackfillState"/>.</summary>
internal static class BackfillCodec
{
    private const byte FormatVersion = 1;

    public static ReadOnlyMemory<byte> Write(BackfillState state)
    {
        var writer = new StateWriter(32);
        writer.Byte(FormatVersion);
        writer.Signed(state.CatalogVersion);
        writer.Bool(state.IsAsked);
        writer.Count(state.Done);
        writer.Signed(state.Profiles);
        return writer.Finish();
    }

    public static BackfillState Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new StateReader(bytes);
        reader.Version("backfill", FormatVersion);
        return new BackfillState
        {
            CatalogVersion = reader.Signed(),
            IsAsked = reader.Bool(),
            Done = reader.Int(),
            Profiles = reader.Signed(),
        };
    }
}
