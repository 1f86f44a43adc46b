using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Accounts;
using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Segments;
using Krewe.Grains.Accounts;
using Krewe.Grains.Activation.Platforms;
using Krewe.Grains.Catalogs;
using Krewe.Grains.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Krewe.Grains.Activation;

/// <summary>Keeps the audiences of a destination and whether it may send.</summary>
internal sealed partial class DestinationGrain(
    [PersistentState("destination")] IPersistentState<DestinationState> storage,
    ICatalogs catalogs,
    IAudiencePlatforms platforms,
    ISecrets secrets,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<DestinationGrain> logger) : Grain, IDestinationGrain
{
    private AccessToken? _refused;
    private IGrainTimer? _tokenCheck;
    private IGrainTimer? _waking;
    private DateTimeOffset _audiencesAfter;

    private WorkspaceId Workspace => WorkspaceId.OfKey(this.GetPrimaryKeyString());

    private DestinationId Id => DestinationKeys.DestinationOf(this.GetPrimaryKeyString());

    // A pause outlives its cause where the credentials changed while nobody looked: one more
    // attempt is cheap, and a token in the environment changes with the process only.
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (storage.State.PausedBecause is not null)
        {
            await WriteAsync(
                storage.State with { PausedBecause = null, OwesWaking = true },
                cancellationToken);
        }

        WakeIfOwed();
    }

    public async Task<DeliveryPlan> GetPlanAsync(CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken);
        var state = storage.State;
        return new DeliveryPlan
        {
            Platform = state.Account?.Platform ?? string.Empty,
            AdAccountId = state.Account?.AdAccountId ?? string.Empty,
            Token = state.Account?.Token ?? string.Empty,
            Audiences = Audiences(),
            PausedBecause = state.PausedBecause ?? (state.Account is null ? Undefined() : null),
        };
    }

    public async Task<RemoteAudienceId?> EnsureAudienceAsync(
        SegmentId segment, CancellationToken cancellationToken)
    {
        if (storage.State.Audiences.TryGetValue(segment, out var known))
        {
            return new RemoteAudienceId(known);
        }

        if (storage.State.PausedBecause is not null || time.GetUtcNow() < _audiencesAfter)
        {
            return null;
        }

        var catalog = await LearnAsync(cancellationToken);
        var made = await MakeAudienceAsync(segment, catalog, cancellationToken);
        if (!made.IsOk)
        {
            await AnswerAsync(made.Fault, cancellationToken);
            return null;
        }

        await KeepAudienceAsync(segment, made.Value.Id, cancellationToken);
        return new RemoteAudienceId(made.Value.Id);
    }

    public async Task ForgetAudienceAsync(
        SegmentId segment, RemoteAudienceId audience, CancellationToken cancellationToken)
    {
        var state = storage.State;
        if (state.Audiences.TryGetValue(segment, out var known)
            && string.Equals(known, audience.Value, StringComparison.Ordinal))
        {
            LogLost(this.GetPrimaryKeyString(), segment, audience);
            await WriteAsync(
                state with
                {
                    Audiences = state.Audiences.Remove(segment),
                    Lost = state.Lost.Add(segment),
                },
                cancellationToken);
        }
    }

    public async Task PauseAsync(string reason, CancellationToken cancellationToken)
    {
        if (string.Equals(storage.State.PausedBecause, reason, StringComparison.Ordinal))
        {
            return;
        }

        LogPaused(this.GetPrimaryKeyString(), reason);
        _refused = await TokenAsync(cancellationToken);
        await WriteAsync(storage.State with { PausedBecause = reason }, cancellationToken);
        _tokenCheck ??= this.RegisterGrainTimer(
            CheckTokenAsync,
            new GrainTimerCreationOptions(
                options.Value.TokenCheckPeriod, options.Value.TokenCheckPeriod)
            {
                KeepAlive = true,
            });
    }

    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        _tokenCheck?.Dispose();
        _tokenCheck = null;
        _audiencesAfter = default;
        await WriteAsync(
            storage.State with { PausedBecause = null, OwesWaking = true }, cancellationToken);
        WakeIfOwed();
    }

    public async Task<DestinationStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        await LearnAsync(cancellationToken);
        var shards = await Task.WhenAll(
            Shards().Select(shard => shard.GetStatusAsync(cancellationToken).AsTask()));
        var state = storage.State;
        return new DestinationStatus
        {
            Id = Id,
            PausedBecause = state.PausedBecause ?? (state.Account is null ? Undefined() : null),
            Audiences = Audiences(),
            Totals = shards.Aggregate(ShardTotals.Add),
        };
    }

    // The last known definitions stay when the catalog no longer has them.
    private async Task<Catalog> LearnAsync(CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, versionMin: 0, cancellationToken);
        var id = Id;
        var definition = catalog.Definition.Destinations.FirstOrDefault(one => one.Id == id)
            ?? storage.State.Definition;
        var account = definition is null
            ? null
            : catalog.Definition.Accounts.FirstOrDefault(one =>
                string.Equals(one.Name, definition.Account, StringComparison.Ordinal))
            ?? storage.State.Account;
        if (!ReferenceEquals(definition, storage.State.Definition)
            || !ReferenceEquals(account, storage.State.Account))
        {
            await WriteAsync(
                Moved(storage.State, account) with { Definition = definition, Account = account },
                cancellationToken);
            WakeIfOwed();
        }

        return catalog;
    }

    // Audiences stay behind in another advertiser account: they are made anew in this one.
    private static DestinationState Moved(DestinationState state, AccountDefinition? account) =>
        state.Account is { } known && account is not null
        && (known.Platform, known.AdAccountId) != (account.Platform, account.AdAccountId)
            ? state with
            {
                Audiences = ImmutableDictionary<SegmentId, string>.Empty,
                Lost = state.Lost.Union(state.Audiences.Keys),
                OwesWaking = true,
            }
            : state;

    private async Task<PlatformResult<RemoteAudience>> MakeAudienceAsync(
        SegmentId segment, Catalog catalog, CancellationToken cancellationToken)
    {
        if (storage.State.Account is not { } account)
        {
            return new DeliveryFault.Forbidden(Undefined());
        }

        if (!platforms.TryGet(account.Platform, out var platform))
        {
            return new DeliveryFault.Forbidden($"there is no platform \"{account.Platform}\"");
        }

        var token = await secrets.ReadAsync(account.Token, cancellationToken);
        return token.IsOk
            ? await platform.EnsureAudienceAsync(
                new PlatformConnection(account.AdAccountId, token.Value),
                SpecOf(segment, catalog),
                cancellationToken)
            : token.Fault;
    }

    private AudienceSpec SpecOf(SegmentId segment, Catalog catalog)
    {
        var definition = catalog.FindSegment(segment)?.Definition;
        return new AudienceSpec(
            definition?.Name ?? $"Segment {segment}",
            definition?.Description ?? string.Empty,
            $"krewe:{this.GetPrimaryKeyString()}/{segment}");
    }

    private async Task KeepAudienceAsync(
        SegmentId segment, string audience, CancellationToken cancellationToken)
    {
        var state = storage.State;
        await WriteAsync(
            state with
            {
                Audiences = state.Audiences.SetItem(segment, audience),
                OwesWaking = state.OwesWaking || state.Lost.Contains(segment),
                Lost = state.Lost.Remove(segment),
            },
            cancellationToken);
        WakeIfOwed();
    }

    private async Task AnswerAsync(DeliveryFault fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case DeliveryFault.Transient transient:
                _audiencesAfter = time.GetUtcNow() + transient.RetryAfter;
                break;
            case DeliveryFault.NotFound or DeliveryFault.Rejected:
                await PauseAsync(
                    $"the audience cannot be made: {fault.Reason}", cancellationToken);
                break;
            default:
                await PauseAsync(fault.Reason, cancellationToken);
                break;
        }
    }

    private async Task CheckTokenAsync(CancellationToken cancellationToken)
    {
        var token = await TokenAsync(cancellationToken);
        if (token is not null && !token.Equals(_refused))
        {
            LogTokenChanged(this.GetPrimaryKeyString());
            await ResumeAsync(cancellationToken);
        }
    }

    private async Task<AccessToken?> TokenAsync(CancellationToken cancellationToken) =>
        storage.State.Account is { } account
            ? (await secrets.ReadAsync(account.Token, cancellationToken)).Value
            : null;

    // Shards are woken from a timer: a shard that is waiting for us could not answer. The debt is
    // stored, so that a crash on the way does not lose it.
    private void WakeIfOwed()
    {
        if (storage.State.OwesWaking)
        {
            _waking ??= this.RegisterGrainTimer(
                WakeAsync,
                new GrainTimerCreationOptions(TimeSpan.Zero, options.Value.TokenCheckPeriod)
                {
                    KeepAlive = true,
                });
        }
    }

    private async Task WakeAsync(CancellationToken cancellationToken)
    {
        foreach (var segment in storage.State.Lost)
        {
            if (await EnsureAudienceAsync(segment, cancellationToken) is null)
            {
                return;
            }
        }

        await Task.WhenAll(Shards().Select(shard => shard.WakeAsync(cancellationToken)));
        await WriteAsync(storage.State with { OwesWaking = false }, cancellationToken);
        _waking?.Dispose();
        _waking = null;
    }

    private IEnumerable<IDestinationShardGrain> Shards() =>
        Enumerable.Range(0, DestinationShards.Count).Select(shard =>
            GrainFactory.GetGrain<IDestinationShardGrain>(Workspace.ShardKey(Id, shard)));

    private ImmutableDictionary<SegmentId, RemoteAudienceId> Audiences() =>
        storage.State.Audiences.ToImmutableDictionary(
            pair => pair.Key, pair => new RemoteAudienceId(pair.Value));

    private string Undefined() => storage.State.Definition is { } definition
        ? $"account \"{definition.Account}\" is not defined"
        : $"destination {Id} is not defined";

    private Task WriteAsync(DestinationState next, CancellationToken cancellationToken) =>
        storage.WriteAsync(next, this, cancellationToken);

    [LoggerMessage(LogLevel.Warning, "Destination {Destination} is paused: {Reason}")]
    private partial void LogPaused(string destination, string reason);

    [LoggerMessage(LogLevel.Information, "Destination {Destination} resumes: the token changed")]
    private partial void LogTokenChanged(string destination);

    [LoggerMessage(
        LogLevel.Warning,
        "Destination {Destination}: the audience {Audience} of segment {Segment} is gone and is "
        + "made anew")]
    private partial void LogLost(
        string destination, SegmentId segment, RemoteAudienceId audience);
}
