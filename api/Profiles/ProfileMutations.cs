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

/// <summary>Whose profile opts out, or in again.</summary>
public sealed record SetProfileOptOutInput(ProfileByInput By, bool OptedOut);

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
    public async Task<ProfileView?> LinkIdentitiesAsync(
        LinkIdentitiesInput input,
        ProfileDesk desk,
        ProfileByKeyDataLoader profiles,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var linked = await audit.DoAsync(
            user,
            AuditActions.IdentityLink,
            Kind,
            () => desk.LinkAsync(input.From, input.To, cancellationToken),
            _ => (null, IsRefused: false));
        return await profiles.LoadAsync(linked, cancellationToken);
    }

    [Authorize(Policy = nameof(Permission.EraseProfiles))]
    [Error<NotFoundError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<ProfileView>]
    [GraphQLDescription(
        "Erases the profile, its links and its memberships, and removes it from every "
        + "destination.")]
    public async Task<string?> DeleteProfileAsync(
        DeleteProfileInput input,
        ProfileDesk desk,
        ProfileReader profiles,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var erased = await audit.DoAsync(
            user,
            AuditActions.ProfileDelete,
            Kind,
            () => desk.EraseAsync(input.By, cancellationToken),
            key => (null, key is null));
        var handles = await profiles.HandlesAsync(cancellationToken);
        return handles.Seal(erased ?? throw NotThere(input.By));
    }

    /// <summary>Takes all identities of a profile out of every segment and destination, whatever
    /// comes in of them, until it is taken back.</summary>
    [Authorize(Policy = nameof(Permission.EraseProfiles))]
    [Error<NotFoundError>]
    public async Task<ProfileView?> SetProfileOptOutAsync(
        SetProfileOptOutInput input,
        ProfileDesk desk,
        ProfileByKeyDataLoader profiles,
        AuditLog audit,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var opted = await audit.DoAsync(
            user,
            AuditActions.ProfileOptOut,
            Kind,
            () => desk.OptAsync(input.By, input.OptedOut, cancellationToken),
            key => (null, key is null));
        return await profiles.LoadAsync(opted ?? throw NotThere(input.By), cancellationToken);
    }

    private static MistakeException<NotFoundError> NotThere(ProfileByInput by) =>
        new(new NotFoundError(
            GlobalId.Of("Profile", by.Id ?? ""),
            "There is no such profile: nothing is known of the identity, or it was erased."));
}
