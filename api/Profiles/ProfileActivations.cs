using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Activation;
using Krewe.Api.Graph;
using Krewe.Api.Segments;
using Krewe.Contracts.Activation;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;

namespace Krewe.Api.Profiles;

/// <summary>What destinations have of a profile.</summary>
[ExtendObjectType<ProfileView>]
public sealed class ProfileActivations
{
    private const int SegmentBits = 31;

    /// <summary>What was sent of the profile, by destination and segment.</summary>
    [UsePaging(ConnectionName = "ProfileActivations")]
    public async Task<Connection<ProfileActivationView>> GetActivationsAsync(
        [Parent] ProfileView profile,
        int? first,
        string? after,
        int? last,
        string? before,
        [ID<DestinationView>] string? destinationId,
        StandingsDataLoader standings,
        CancellationToken cancellationToken)
    {
        var destinations = profile.Definitions.Destinations
            .Where(one => destinationId is null || one.Id == destinationId)
            .ToArray();
        var asked = destinations
            .SelectMany(one => profile.State.Fragments
                .Where(fragment => fragment.Identity.Source == one.Definition.DataSource)
                .Select(fragment => new StandingKey(one.Key, fragment.Identity)))
            .ToArray();
        var found = await standings.LoadAsync(asked, cancellationToken);
        var known = asked
            .Zip(found)
            .SelectMany(pair => pair.Second ?? [], (pair, one) => (pair.First.Destination, one));
        var pending = profile.State.Outbox
            .Where(news => destinations.Any(one => one.Key == news.Destination))
            .Select(news => (news.Destination, Waiting(news)));
        return Pages.Cut(
            View(profile.Definitions, known.Concat(pending)),
            one => Key(one.Destination.Key, one.Segment.Key),
            new PageRequest(first, after, last, before));
    }

    private static List<ProfileActivationView> View(
        Definitions definitions,
        IEnumerable<(DestinationId Destination, IdentifierStanding Standing)> standings) =>
    [
        .. from one in standings
           group one.Standing by (one.Destination, one.Standing.Segment) into same
           orderby Key(same.Key.Destination, same.Key.Segment)
           let segment = definitions.FindSegment(same.Key.Segment)
           let destination = definitions.FindDestination(same.Key.Destination)
           where segment is not null && destination is not null
           select ProfileActivationView.Of(destination, segment, [.. same]),
    ];

    private static IdentifierStanding Waiting(Qualification news) => new(
        news.Identifier, news.Segment, DeliveryState.Pending, 0, null, null);

    private static long Key(DestinationId destination, SegmentId segment) =>
        ((long)destination.Value << SegmentBits) | (uint)segment.Value;
}

/// <summary>What a destination has of a profile for a segment.</summary>
[GraphQLName("ProfileActivation")]
public sealed record ProfileActivationView(
    DestinationView Destination,
    SegmentView Segment,
    DeliveryState State,
    int Attempts,
    DateTimeOffset? LastAttemptAt,
    string? Reason)
{
    // What somebody should know of several identifiers: that one waits or was refused comes before
    // that others arrived.
    private static readonly DeliveryState[] ByUrgency =
    [
        DeliveryState.Pending,
        DeliveryState.Failed,
        DeliveryState.Suppressed,
        DeliveryState.Delivered,
        DeliveryState.Removed,
    ];

    internal static ProfileActivationView Of(
        DestinationView destination, SegmentView segment, IdentifierStanding[] standings)
    {
        var state = ByUrgency.First(state => standings.Any(one => one.State == state));
        return new ProfileActivationView(
            destination,
            segment,
            state,
            standings.Max(one => one.Attempts),
            standings.Max(one => one.LastAttempt),
            standings.FirstOrDefault(one => one.State == state)?.Reason);
    }
}
