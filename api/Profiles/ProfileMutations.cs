using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Access;
using Krewe.Api.Events;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Domain.Access;

namespace Krewe.Api.Profiles;

/// <summary>Something that somebody did.</summary>
public sealed record EventInput(
    string EventId,
    IReadOnlyList<IdentityInput> Identities,
    bool? Authenticated,
    DateTimeOffset OccurredAt,
    string Type,
    JsonElement? Signals,
    IReadOnlyList<long>? TraitSids,
    JsonElement? Attributes);

/// <summary>Events.</summary>
public sealed record IngestEventsInput(IReadOnlyList<EventInput> Events);

/// <summary>What became of an event.</summary>
[GraphQLDescription(
    "Answered when the event is durable. `realized` lists segments the profile is in after it.")]
public sealed record EventReceipt(
    string EventId,
    bool Accepted,
    bool Duplicate,
    string? Reason,
    [property: ID<ProfileView>] string? ProfileId,
    IReadOnlyList<long> Realized);

/// <summary>Two identities of one person.</summary>
public sealed record LinkIdentitiesInput(IdentityInput From, IdentityInput To);

/// <summary>Whose profile is erased.</summary>
public sealed record DeleteProfileInput(ProfileByInput By);

/// <summary>Changes of profiles: they come about by files and events.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class ProfileMutations
{
    private const string Kind = "profile";

    [Authorize(Policy = nameof(Permission.Ingest))]
    [Error<LimitError>]
    [UseMutationConvention(PayloadFieldName = "receipts")]
    public async Task<IReadOnlyList<EventReceipt>?> IngestEventsAsync(
        IngestEventsInput input,
        GraphEventDesk desk,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var isTooMuch = input.Events.Count > GraphEventDesk.EventsMax;
        var receipts = await audit.DoAsync(
            user,
            AuditActions.EventIngest,
            Kind,
            () => isTooMuch
                ? Task.FromResult<IReadOnlyList<EventReceipt>>([])
                : desk.TakeAsync(input.Events, user, cancellationToken),
            _ => (null, isTooMuch));
        return isTooMuch
            ? throw new MistakeException<LimitError>(new LimitError(
                GraphEventDesk.EventsMax,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{input.Events.Count} events were sent at once: send ")
                    + $"{GraphEventDesk.EventsMax} at most."))
            : receipts;
    }

    [Authorize(Policy = nameof(Permission.Ingest))]
    [Error<NotFoundError>]
    [Error<PartnerIdNotLinkableError>]
    [Error<LimitError>]
    public Task<ProfileView?> LinkIdentitiesAsync(
        LinkIdentitiesInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<ProfileView?>(
            AuditActions.IdentityLink,
            Kind,
            "Identities are not linked one by one yet. Send an ID-sync file with sendFile, or to "
            + "PUT /v1/inbound.",
            user);
    }

    [Authorize(Policy = nameof(Permission.EraseProfiles))]
    [Error<NotFoundError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<ProfileView>]
    [GraphQLDescription(
        "Erases the profile, its links and its memberships, and removes it from every "
        + "destination.")]
    public Task<string?> DeleteProfileAsync(
        DeleteProfileInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<string?>(
            AuditActions.ProfileDelete,
            Kind,
            "Profiles are not erased one by one yet: IDs that are not seen are dropped after the "
            + "retentionDays of their data source, and with them what is known of them.",
            user);
    }
}
