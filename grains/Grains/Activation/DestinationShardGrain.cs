using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;
using Krewe.Grains.Pacing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Krewe.Grains.Activation;

/// <summary>Gives one shard its turns: news are stored as they come, steps are taken by a
/// timer.</summary>
/// <remarks>
/// Steps interleave with calls, so that news and questions do not wait for a platform; there is one
/// step at a time. A reminder brings the shard back while anything waits.
/// </remarks>
internal sealed partial class DestinationShardGrain(
    [FromKeyedServices("Default")] IGrainStorage storage,
    IAudiencePlatforms platforms,
    ISecrets secrets,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<DestinationShardGrain> logger) : Grain, IDestinationShardGrain, IRemindable
{
    private const string Reminder = "deliver";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private ShardDelivery? _opened;
    private StepTimer? _steps;
    private bool _hasReminder;

    private ShardDelivery Delivery => _opened
        ?? throw new InvalidOperationException("The shard is not active.");

    private StepTimer Steps => _steps ??= new StepTimer(this, TryStepAsync, DelayDeactivation);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString();
        var workspace = WorkspaceId.OfKey(key);
        var seed = (int)StableHash.Of(key.AsSpan());
        var delivery = new ShardDelivery(
            new ShardRecords(storage, key),
            GrainFactory.GetGrain<IDestinationGrain>(
                workspace.DestinationKey(DestinationKeys.DestinationOf(key))),
            platforms,
            secrets,
            options.Value,
            time,
            seed,
            new Random(seed));
        await delivery.OpenAsync(cancellationToken);
        _opened = delivery;
        if (delivery.HasWork)
        {
            Steps.ArmIfIdle(TimeSpan.Zero);
        }
    }

    public Task WakeAsync(CancellationToken cancellationToken)
    {
        Delivery.ForgetFailures();
        Steps.Wake();
        return Task.CompletedTask;
    }

    public ValueTask<ShardStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        new(Delivery.Status);

    public Task<ImmutableArray<IdentifierStanding>> FindAsync(
        ImmutableArray<IdentityKey> identifiers, CancellationToken cancellationToken) =>
        Delivery.FindAsync(identifiers, cancellationToken);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        _hasReminder = true;
        if (Delivery.HasWork)
        {
            Steps.ArmIfIdle(TimeSpan.Zero);
        }
        else if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
            _hasReminder = false;
        }
    }

    // The reminder comes first: news that are stored are never left without somebody to come back
    // for them.
    private async Task StoreAsync(IReadOnlyList<Qualification> news)
    {
        if (!_hasReminder)
        {
            await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
            _hasReminder = true;
        }

        await Delivery.StoreAsync(news, CancellationToken.None);
        Steps.ArmIfIdle(options.Value.Linger);
    }

    // Storage and the destination may fail for a while; the step is repeated whole.
    private async Task<TimeSpan?> TryStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Delivery.StepAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception fault)
        {
            var wait = Delivery.WaitAfterFailure();
            LogFailed(this.GetPrimaryKeyString(), fault.GetType().Name, wait);
            return wait;
        }
    }

    // The type alone: a message of storage may name a record.
    [LoggerMessage(LogLevel.Error, "Shard {Shard} failed with {Fault}; again in {Wait}")]
    private partial void LogFailed(string shard, string fault, TimeSpan wait);
}
