using System.Collections.Immutable;
using Krewe.Contracts.Activation;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Activation;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Segments;
using Krewe.Domain.Workspaces;
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
    private readonly RemoteAudiences _remote = new(platforms, secrets);
    private readonly Dictionary<SegmentId, string> _audienceFaults = [];
    private string? _refused;
    private IGrainTimer? _tokenCheck;
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
        var catalog = await LearnAsync(cancellationToken);
        if (storage.State.Audiences.TryGetValue(segment, out var known))
        {
            return new RemoteAudienceId(known);
        }

        if (storage.State.PausedBecause is not null
            || time.GetUtcNow() < _audiencesAfter
            || HasToDeleteFirst)
        {
            return null;
        }

        var token = await FingerprintAsync(cancellationToken);
        var made = await MakeAudienceAsync(segment, catalog, cancellationToken);
        if (!made.IsOk)
        {
            _audienceFaults[segment] = made.Fault.Reason;
            await AnswerAsync(made.Fault, token, cancellationToken);
            return null;
        }

        _audienceFaults.Remove(segment);
        await WriteAsync(storage.State.With(segment, made.Value.Id), cancellationToken);
        WakeIfOwed();
        return new RemoteAudienceId(made.Value.Id);
    }

    public async Task ForgetAudienceAsync(
        SegmentId segment, RemoteAudienceId audience, CancellationToken cancellationToken)
    {
        var state = storage.State;
        if (state.Audiences.TryGetValue(segment, out var known)
            && string.Equals(known, audience.Value, StringComparison.Ordinal))
        {
            LogLost(this.GetPrimaryKeyString(), segment, audience.Value);
            await WriteAsync(state.WithLost(segment), cancellationToken);
        }
    }

    public async Task PauseAsync(
        string reason, string? token, CancellationToken cancellationToken)
    {
        if (string.Equals(storage.State.PausedBecause, reason, StringComparison.Ordinal))
        {
            return;
        }

        LogPaused(this.GetPrimaryKeyString(), reason);
        _refused = token;
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
        var catalog = await LearnAsync(cancellationToken);
        var shards = await Task.WhenAll(
            Shards().Select(shard => shard.GetStatusAsync(cancellationToken).AsTask()));
        var state = storage.State;
        return new DestinationStatus
        {
            Id = Id,
            PausedBecause = state.PausedBecause ?? (state.Account is null ? Undefined() : null),
            Audiences = Audiences(),
            Totals = shards.Aggregate(ShardTotals.Add),
            LeftBehind = state.Left.Length,
            Warnings = state.Definition is { } definition
                ? UndecidedMappings.Of(catalog.Definition, definition)
                : [],
            AudienceFaults = _audienceFaults
                .Where(pair => !state.Audiences.ContainsKey(pair.Key))
                .ToImmutableDictionary(),
        };
    }

    // The last known definitions stay when the catalog no longer has them.
    private async Task<Catalog> LearnAsync(CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(Workspace, _learnsFrom, cancellationToken);
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
            var left = storage.State.Left.Length;
            await WriteAsync(storage.State.Learn(definition, account), cancellationToken);
            _hasTriedLeft &= storage.State.Left.Length == left;
            WakeIfOwed();
        }

        return catalog;
    }

    private async Task<PlatformResult<RemoteAudience>> MakeAudienceAsync(
        SegmentId segment, Catalog catalog, CancellationToken cancellationToken) =>
        storage.State.Account is { } account
            ? await _remote.EnsureAsync(account, SpecOf(segment, catalog), cancellationToken)
            : new DeliveryFault.Forbidden(Undefined());

    private AudienceSpec SpecOf(SegmentId segment, Catalog catalog)
    {
        var definition = catalog.FindSegment(segment)?.Definition;
        return new AudienceSpec(
            definition?.Name ?? $"Segment {segment}",
            definition?.Description ?? string.Empty,
            $"krewe:{this.GetPrimaryKeyString()}/{segment}");
    }

    private async Task AnswerAsync(
        DeliveryFault fault, string? token, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case DeliveryFault.Transient transient:
                _audiencesAfter = time.GetUtcNow() + transient.RetryAfter;
                break;
            case DeliveryFault.NotFound or DeliveryFault.Rejected:
                await PauseAsync(
                    $"the audience cannot be made: {fault.Reason}", token, cancellationToken);
                break;
            default:
                await PauseAsync(fault.Reason, token, cancellationToken);
                break;
        }
    }

    private async Task CheckTokenAsync(CancellationToken cancellationToken)
    {
        var token = await FingerprintAsync(cancellationToken);
        if (token is not null && !string.Equals(token, _refused, StringComparison.Ordinal))
        {
            LogTokenChanged(this.GetPrimaryKeyString());

            // Resuming ends this timer, and with it the timer's own token.
            await ResumeAsync(CancellationToken.None);
        }
    }

    // Read before a call, so that a token that changes meanwhile is not taken for the refused one.
    private async Task<string?> FingerprintAsync(CancellationToken cancellationToken) =>
        storage.State.Account is { } account
            ? (await secrets.ReadAsync(account.Token, cancellationToken)).Value?.Fingerprint
            : null;

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
}
