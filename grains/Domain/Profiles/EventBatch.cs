using System.Collections.Immutable;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Consecutive events that name the same identity first.</summary>
/// <remarks>
/// <para>Shape: in the order in which they were accepted. <see cref="Page"/> grows with every batch
/// for the identity, so that a batch that is taken up again after a crash changes nothing.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("event-batch")]
public sealed record EventBatch
{
    /// <summary>The identity.</summary>
    [Id(0)]
    public required IdentityKey Identity { get; init; }

    /// <summary>Counts the pages of the journal that accepts the identity's events, from 1.
    /// </summary>
    [Id(1)]
    public required long Page { get; init; }

    /// <summary>What happened.</summary>
    [Id(2)]
    public required ImmutableArray<LiveEvent> Events { get; init; }

    /// <summary>The definitions that the events were read under, or later ones, decide.</summary>
    [Id(3)]
    public required long CatalogVersion { get; init; }
}
