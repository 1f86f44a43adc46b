using Krewe.Domain.Identity;
using Krewe.Domain.Segments;

namespace Krewe.Contracts.Activation;

/// <summary>What became of one identifier in one segment's audience.</summary>
/// <param name="Identifier">Which identifier.</param>
/// <param name="Segment">Which segment.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Calls to the platform for what is wanted now. Those that failed are
/// counted since the shard was last activated.</param>
/// <param name="LastAttempt">The last of them; null: none, or none that was noted.</param>
/// <param name="Reason">Why it is not delivered, for people; null: nothing is wrong.</param>
[GenerateSerializer, Immutable, Alias("identifier-standing")]
public sealed record IdentifierStanding(
    [property: Id(0)] IdentityKey Identifier,
    [property: Id(1)] SegmentId Segment,
    [property: Id(2)] DeliveryState State,
    [property: Id(3)] int Attempts,
    [property: Id(4)] DateTimeOffset? LastAttempt,
    [property: Id(5)] string? Reason)
{
    /// <summary>Identifiers that one question may name.</summary>
    public const int IdentifiersMax = 64;

    /// <summary>Pages of waiting news that one question reads, the oldest first; news behind them
    /// do not show until those before them are dealt with.</summary>
    public const int PagesReadMax = 64;
}

/// <summary>Where an identifier stands.</summary>
[GenerateSerializer, Alias("delivery-state")]
public enum DeliveryState
{
    /// <summary>The platform does not have yet what is wanted, be it that the identifier joins or
    /// that it leaves.</summary>
    Pending = 0,

    /// <summary>It is in the audience.</summary>
    Delivered = 1,

    /// <summary>It is not in the audience and nobody wants it there: it was taken out, or left
    /// before it was sent. Known for a day.</summary>
    Removed = 2,

    /// <summary>We hold it back.</summary>
    Suppressed = 3,

    /// <summary>The platform refused it.</summary>
    Failed = 4,
}
