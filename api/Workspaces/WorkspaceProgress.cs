using HotChocolate;
using HotChocolate.Types;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>How far the walks over all profiles are.</summary>
[ExtendObjectType<WorkspaceView>]
public sealed class WorkspaceProgress
{
    /// <summary>The walk that decides every profile anew after definitions changed.</summary>
    public async Task<BackfillView> GetBackfillAsync(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var progress = await grains.GetGrain<IBackfillGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        return new BackfillView(
            progress.IsRunning,
            (double)progress.Done / BackfillProgress.Partitions,
            progress.Profiles);
    }

    /// <summary>The weekly walk that forgets customer IDs that were not seen.</summary>
    public async Task<RetentionView> GetRetentionAsync(
        IGrainFactory grains, CancellationToken cancellationToken)
    {
        var progress = await grains.GetGrain<IRetentionGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken);
        return new RetentionView(
            progress.IsRunning,
            (double)progress.Done / RetentionProgress.Partitions,
            progress.Forgotten,
            progress.Next);
    }
}

/// <summary>A walk that decides every profile anew.</summary>
[GraphQLName("Backfill")]
public sealed record BackfillView(bool Running, double Fraction, long Profiles);

/// <summary>The walks that forget.</summary>
[GraphQLName("Retention")]
public sealed record RetentionView(
    bool Running, double Fraction, long Forgotten, DateTimeOffset? NextAt);
