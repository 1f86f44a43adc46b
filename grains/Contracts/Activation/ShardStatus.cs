using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Krewe.Domain.Segments;

namespace Krewe.Contracts.Activation;

/// <summary>What a shard has done and has to do.</summary>
/// <remarks><para>Units: identifiers, each counted once for each time it was sent.</para></remarks>
[GenerateSerializer, Immutable, Alias("shard-status")]
public sealed record ShardStatus
{
    /// <summary>Adds that the platform took.</summary>
    [Id(0)]
    public long Added { get; init; }

    /// <summary>Removes that the platform took.</summary>
    [Id(1)]
    public long Removed { get; init; }

    /// <summary>Identifiers that the platform called invalid, or refused with their
    /// batch.</summary>
    [Id(2)]
    public long Rejected { get; init; }

    /// <summary>Why the last batch was refused, or the last identifier held back.</summary>
    [Id(3)]
    public string? LastRejection { get; init; }

    /// <summary>Qualifications stored and not dealt with.</summary>
    [Id(4)]
    public long Waiting { get; init; }

    /// <summary>Calls to the platform that failed and are tried again.</summary>
    [Id(5)]
    public long Retries { get; init; }

    /// <summary>The same by segment. An older silo says nothing here; what was sent before it was
    /// counted by segment is in the totals only.</summary>
    /// <remarks><para>Shape: left out of JSON, whose doors show totals.</para></remarks>
    [Id(6), JsonIgnore]
    public ImmutableDictionary<SegmentId, SegmentDelivery> Segments { get; init; } =
        ImmutableDictionary<SegmentId, SegmentDelivery>.Empty;

    /// <summary>Identifiers that we held back: they are no digests, and nothing else ever
    /// leaves.</summary>
    [Id(7)]
    public long Suppressed { get; init; }

    /// <summary>When the platform last took something; null: never, or not since it is
    /// noted.</summary>
    [Id(8)]
    public DateTimeOffset? LastDelivered { get; init; }
}

/// <summary>What was done for one segment, and what is to do.</summary>
/// <remarks><para>Units: as in <see cref="ShardStatus"/>.</para></remarks>
[GenerateSerializer, Immutable, Alias("segment-delivery")]
public sealed record SegmentDelivery
{
    /// <summary>Nothing was done and nothing is to do.</summary>
    public static SegmentDelivery None { get; } = new();

    /// <summary>Adds that the platform took.</summary>
    [Id(0)]
    public long Added { get; init; }

    /// <summary>Removes that the platform took.</summary>
    [Id(1)]
    public long Removed { get; init; }

    /// <summary>Identifiers that we held back.</summary>
    [Id(2)]
    public long Suppressed { get; init; }

    /// <summary>Identifiers that the platform called invalid, or refused with their
    /// batch.</summary>
    [Id(3)]
    public long Rejected { get; init; }

    /// <summary>Qualifications stored and not dealt with.</summary>
    [Id(4)]
    public long Waiting { get; init; }

    /// <summary>When the platform last took something; null: never.</summary>
    [Id(5)]
    public DateTimeOffset? LastDelivered { get; init; }
}
