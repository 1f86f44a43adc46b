using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Execution;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Profiles;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Segments;

/// <summary>Who joins and leaves segments, as it happens.</summary>
[ExtendObjectType(OperationTypeNames.Subscription)]
public sealed class MembershipSubscriptions
{
    /// <summary>The changes of one segment.</summary>
    public async ValueTask<ISourceStream<MembershipChange>> OpenSegmentAsync(
        [ID<SegmentView>] string segmentId,
        DefinitionsReader reader,
        IMembershipFeed feed,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        var segment = definitions.FindSegment(segmentId);
        return segment is null
            ? throw GraphErrors.Of("NOT_FOUND", "There is no such segment.")
            : await OpenAsync(
                feed, new MembershipInterest(segment.Key, Profile: null), cancellationToken);
    }

    /// <summary>A change of one segment.</summary>
    [Authorize(Policy = nameof(Permission.ReadProfiles))]
    [Subscribe(With = nameof(OpenSegmentAsync))]
    [GraphQLName("segmentQualified")]
    [GraphQLDescription(
        "One event for each membership change from now on. No replay: read members first, then "
        + "subscribe.")]
    public Task<SegmentQualificationView> SegmentQualifiedAsync(
        [ID<SegmentView>] string segmentId,
        [EventMessage] MembershipChange message,
        DefinitionsReader definitions,
        ProfileReader profiles,
        CancellationToken cancellationToken)
    {
        _ = segmentId;
        return SegmentQualificationView.OfAsync(
            message, definitions, profiles, cancellationToken);
    }

    /// <summary>The changes of one profile, wherever it moves.</summary>
    public async ValueTask<ISourceStream<MembershipChange>> OpenProfileAsync(
        [ID<ProfileView>] string profileId,
        ProfileReader profiles,
        IMembershipFeed feed,
        CancellationToken cancellationToken)
    {
        var handles = await profiles.HandlesAsync(cancellationToken);
        return handles.TryOpen(profileId, out var profile)
            ? await OpenAsync(
                feed, new MembershipInterest(Segment: null, profile), cancellationToken)
            : throw GraphErrors.Of("NOT_FOUND", "There is no such profile.");
    }

    /// <summary>A change of one profile.</summary>
    [Authorize(Policy = nameof(Permission.ReadProfiles))]
    [Subscribe(With = nameof(OpenProfileAsync))]
    [GraphQLName("profileSegmentsChanged")]
    public Task<SegmentQualificationView> ProfileSegmentsChangedAsync(
        [ID<ProfileView>] string profileId,
        [EventMessage] MembershipChange message,
        DefinitionsReader definitions,
        ProfileReader profiles,
        CancellationToken cancellationToken)
    {
        _ = profileId;
        return SegmentQualificationView.OfAsync(
            message, definitions, profiles, cancellationToken);
    }

    private static async ValueTask<ISourceStream<MembershipChange>> OpenAsync(
        IMembershipFeed feed, MembershipInterest interest, CancellationToken cancellationToken)
    {
        try
        {
            var subscription = await feed.SubscribeAsync(
                WorkspaceId.Main, interest, cancellationToken);
            return new EventStream<MembershipChange>(subscription, subscription);
        }
        catch (FeedInterruptedException fault)
        {
            throw GraphErrors.Of(FeedInterruptedException.Code, fault.Message);
        }
    }
}

/// <summary>That a profile joined or left a segment.</summary>
[GraphQLName("SegmentQualification")]
public sealed record SegmentQualificationView(
    [property: ID<ProfileView>] string ProfileId,
    SegmentView Segment,
    MembershipStatus Status,
    DateTimeOffset At)
{
    // A change of a segment that was deleted since is told as an error: there is nothing to show.
    internal static async Task<SegmentQualificationView> OfAsync(
        MembershipChange change,
        DefinitionsReader reader,
        ProfileReader profiles,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        var handles = await profiles.HandlesAsync(cancellationToken);
        return new SegmentQualificationView(
            handles.Seal(change.Profile),
            definitions.FindSegment(change.Segment) ?? throw GraphErrors.Of(
                "NOT_FOUND", $"Segment {change.Segment} was deleted."),
            change.Joined ? MembershipStatus.Realized : MembershipStatus.Exited,
            change.At);
    }
}
