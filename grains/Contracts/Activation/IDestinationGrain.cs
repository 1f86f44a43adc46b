using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Contracts.Activation;

/// <summary>A destination: its connection, its audiences on the platform, its totals. Key:
/// <see cref="Workspaces.WorkspaceId.DestinationKey"/>.</summary>
[Alias("destination")]
public interface IDestinationGrain : IGrainWithStringKey
{
    /// <summary>What a shard needs to send.</summary>
    [Alias("get-plan")]
    Task<DeliveryPlan> GetPlanAsync(CancellationToken cancellationToken);

    /// <summary>The audience of a segment on the platform, made if there is none.</summary>
    /// <returns>Null while the platform does not let us: the destination says why.</returns>
    [Alias("ensure-audience")]
    Task<RemoteAudienceId?> EnsureAudienceAsync(
        SegmentId segment, CancellationToken cancellationToken);

    /// <summary>The platform says that an audience is gone: forget it, so that it is made
    /// anew.</summary>
    [Alias("forget-audience")]
    Task ForgetAudienceAsync(
        SegmentId segment, RemoteAudienceId audience, CancellationToken cancellationToken);

    /// <summary>Pauses the destination: the platform refuses our credentials or rights.</summary>
    /// <param name="reason">Why, for people.</param>
    /// <param name="token">The fingerprint of the token that was refused, so that the first other
    /// one ends the pause; null if none could be read. Never the token.</param>
    /// <param name="cancellationToken">Stops.</param>
    [Alias("pause")]
    Task PauseAsync(string reason, string? token, CancellationToken cancellationToken);

    /// <summary>Sends again after a pause, with the credentials as they are now.</summary>
    [Alias("resume")]
    Task ResumeAsync(CancellationToken cancellationToken);

    /// <summary>Definitions have changed: what follows for the destination is done. Answers before
    /// it has been.</summary>
    /// <param name="catalogVersion">The definitions; newer ones do as well.</param>
    /// <param name="cancellationToken">Stops.</param>
    [Alias("learn"), AlwaysInterleave]
    Task LearnAsync(long catalogVersion, CancellationToken cancellationToken);

    /// <summary>Looks whether the audiences are still on the platform, and fills anew those that
    /// are not. Answers before it has.</summary>
    [Alias("check-audiences")]
    Task CheckAudiencesAsync(CancellationToken cancellationToken);

    /// <summary>What operators see.</summary>
    [Alias("get-status")]
    Task<DestinationStatus> GetStatusAsync(CancellationToken cancellationToken);
}

/// <summary>One shard of a destination: what is wanted of its identifiers, and what the platform
/// has. Key: <see cref="Workspaces.WorkspaceId.ShardKey"/>.</summary>
[Alias("destination-shard")]
public interface IDestinationShardGrain : IGrainWithStringKey
{
    /// <summary>Tries at once what is waiting; the destination was resumed.</summary>
    [Alias("wake")]
    Task WakeAsync(CancellationToken cancellationToken);

    /// <summary>What the shard has done and has to do.</summary>
    [Alias("get-status"), ReadOnly]
    ValueTask<ShardStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>What became of identifiers, in each segment that they were announced for.</summary>
    /// <remarks>
    /// <para>Shape: in the order of the identifiers, then of the segments; one that the shard knows
    /// nothing of is not there. It reads the record of each identifier and the news that wait, of
    /// these at most <see cref="IdentifierStanding.PagesReadMax"/> pages.</para>
    /// <para>Errors: <see cref="ArgumentException"/> for more than
    /// <see cref="IdentifierStanding.IdentifiersMax"/> identifiers.</para>
    /// </remarks>
    /// <param name="identifiers">Those of this shard, see <see cref="DestinationShards.Of"/>;
    /// nothing is known of others.</param>
    /// <param name="cancellationToken">Stops.</param>
    [Alias("find"), ReadOnly]
    Task<ImmutableArray<IdentifierStanding>> FindAsync(
        ImmutableArray<IdentityKey> identifiers, CancellationToken cancellationToken);
}

/// <summary>How qualifications are divided among the shards of a destination.</summary>
public static class DestinationShards
{
    /// <summary>The namespace of the streams that feed shards, and the name of their
    /// provider.</summary>
    public const string Stream = "qualifications";

    /// <summary>Shards of one destination: enough to keep a platform busy, few enough that batches
    /// fill. It never changes: an identifier stays with its shard.</summary>
    public const int Count = 8;

    /// <summary>The shard of an identifier.</summary>
    public static int Of(IdentityKey identifier) =>
        StableHash.Bucket(identifier.StableHashCode(), Count);
}

/// <summary>The platform's own id of an audience.</summary>
[GenerateSerializer, Immutable, Alias("remote-audience-id")]
public readonly record struct RemoteAudienceId([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What a shard needs to send.</summary>
[GenerateSerializer, Immutable, Alias("delivery-plan")]
public sealed record DeliveryPlan
{
    /// <summary>The platform's key.</summary>
    [Id(0)]
    public required string Platform { get; init; }

    /// <summary>The advertiser account on the platform.</summary>
    [Id(1)]
    public required string AdAccountId { get; init; }

    /// <summary>Where the access token is read from; never the token.</summary>
    [Id(2)]
    public required string Token { get; init; }

    /// <summary>The audiences that exist, by segment.</summary>
    [Id(3)]
    public ImmutableDictionary<SegmentId, RemoteAudienceId> Audiences { get; init; } =
        ImmutableDictionary<SegmentId, RemoteAudienceId>.Empty;

    /// <summary>Why nothing may be sent; null: send.</summary>
    [Id(4)]
    public string? PausedBecause { get; init; }
}

/// <summary>What operators see of a destination.</summary>
[GenerateSerializer, Immutable, Alias("destination-status")]
public sealed record DestinationStatus
{
    /// <summary>Which destination.</summary>
    [Id(0)]
    public required DestinationId Id { get; init; }

    /// <summary>Why nothing is sent; null: it is.</summary>
    [Id(1)]
    public string? PausedBecause { get; init; }

    /// <summary>The audiences on the platform, by segment.</summary>
    [Id(2)]
    public ImmutableDictionary<SegmentId, RemoteAudienceId> Audiences { get; init; } =
        ImmutableDictionary<SegmentId, RemoteAudienceId>.Empty;

    /// <summary>The sum over the shards.</summary>
    [Id(3)]
    public ShardStatus Totals { get; init; } = new();

    /// <summary>Audiences in former advertiser accounts that could not be deleted yet.</summary>
    [Id(4)]
    public int LeftBehind { get; init; }

    /// <summary>What somebody should look at: segments that have nobody to send. An older silo says
    /// nothing here.</summary>
    [Id(5)]
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Why the last attempt to make an audience failed, by segment; those that have an
    /// audience are not there. Known since the destination was last activated.</summary>
    [Id(6)]
    public ImmutableDictionary<SegmentId, string> AudienceFaults { get; init; } =
        ImmutableDictionary<SegmentId, string>.Empty;
}
