using GreenDonut;
using HotChocolate;
using Krewe.Api.Graph;
using Krewe.Api.Segments;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;
using SegmentStatus = Krewe.Domain.Segments.SegmentStatus;

namespace Krewe.Api.Activation;

/// <summary>That a segment is sent to a destination, as the graph shows it.</summary>
[GraphQLName("SegmentMapping")]
public sealed class SegmentMappingView(
    SegmentMapping mapping, DestinationView destination, Definitions definitions)
{
    /// <summary>What is sent.</summary>
    public SegmentView Segment => definitions.FindSegment(mapping.Segment)
        ?? throw new InvalidOperationException(
            $"Segment {mapping.Segment} is mapped, which the validator would not have passed.");

    /// <summary>Where to.</summary>
    public DestinationView Destination => destination;

    /// <summary>The beginning of the first UTC day.</summary>
    public DateTimeOffset? StartsOn => BeginningOf(mapping.Start);

    /// <summary>The beginning of the last UTC day, which counts.</summary>
    public DateTimeOffset? EndsOn => BeginningOf(mapping.End);

    internal SegmentId SegmentKey => mapping.Segment;

    internal DestinationId DestinationKey => destination.Key;

    /// <summary>The platform's own id of the audience.</summary>
    public async Task<string?> GetExternalAudienceIdAsync(
        DestinationStatusDataLoader statuses, CancellationToken cancellationToken) =>
        AudienceOf(await statuses.LoadRequiredAsync(DestinationKey, cancellationToken));

    /// <summary>Whether it is sent now.</summary>
    public async Task<MappingState> GetStateAsync(
        DestinationStatusDataLoader statuses,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (mapping.End < today)
        {
            return MappingState.Ended;
        }

        var status = await statuses.LoadRequiredAsync(DestinationKey, cancellationToken);
        return status switch
        {
            _ when mapping.Start > today => MappingState.Pending,
            _ when Segment.Status == SegmentStatus.Paused => MappingState.Paused,
            { PausedBecause: not null } => MappingState.Paused,
            _ when AudienceOf(status) is not null => MappingState.Active,
            _ => status.AudienceFaults.ContainsKey(mapping.Segment)
                ? MappingState.Failed
                : MappingState.Pending,
        };
    }

    /// <summary>What was sent of it.</summary>
    public async Task<DeliveryTotals> GetDeliveredAsync(
        DestinationStatusDataLoader statuses, CancellationToken cancellationToken) =>
        DeliveryTotals.Of(
            (await statuses.LoadRequiredAsync(DestinationKey, cancellationToken)).Totals,
            mapping.Segment);

    private string? AudienceOf(Contracts.Activation.DestinationStatus status) =>
        status.Audiences.TryGetValue(mapping.Segment, out var audience) ? audience.Value : null;

    private static DateTimeOffset? BeginningOf(DateOnly? day) => day is { } one
        ? new DateTimeOffset(one.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : null;
}

/// <summary>Whether a mapped segment is sent now.</summary>
public enum MappingState
{
    /// <summary>Its first day has not come, or its audience is not made yet.</summary>
    Pending,

    /// <summary>It is.</summary>
    Active,

    /// <summary>The segment or the destination is paused.</summary>
    Paused,

    /// <summary>The platform refuses the audience.</summary>
    Failed,

    /// <summary>Its last day is over.</summary>
    Ended,
}

/// <summary>What was sent, in identifiers.</summary>
public sealed record DeliveryTotals(
    long Added,
    long Removed,
    long Suppressed,
    long Rejected,
    long Pending,
    DateTimeOffset? LastDeliveredAt)
{
    internal static DeliveryTotals Of(ShardStatus status) => new(
        status.Added,
        status.Removed,
        status.Suppressed,
        status.Rejected,
        status.Waiting,
        status.LastDelivered);

    internal static DeliveryTotals Of(ShardStatus status, SegmentId segment) =>
        status.Segments.TryGetValue(segment, out var of)
            ? new(
                of.Added,
                of.Removed,
                of.Suppressed,
                of.Rejected,
                of.Waiting,
                of.LastDelivered)
            : new(0, 0, 0, 0, 0, null);
}
