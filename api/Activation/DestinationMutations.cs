using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Activation;

/// <summary>Changes of destinations, and of what is sent to them.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class DestinationMutations
{
    private const string Kind = "destination";
    private const string MappingKind = "mapping";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<AccountNotConnectedError>]
    [Error<IdentifierNotAcceptedError>]
    public async Task<DestinationView?> CreateDestinationAsync(
        CreateDestinationInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.DestinationCreate, Kind),
            known => DestinationEdits.Create(known, input),
            user,
            cancellationToken);
        return done.After.FindDestination(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<VersionConflictError>]
    [Error<IdentifierNotAcceptedError>]
    [Error<PolicyViolationError>]
    [Error<ExportControlError>]
    public async Task<DestinationView?> UpdateDestinationAsync(
        UpdateDestinationInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.DestinationUpdate, Kind, input.Id),
            known => DestinationEdits.Update(known, input),
            user,
            cancellationToken);
        return done.After.FindDestination(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<DestinationView>]
    public async Task<string?> DeleteDestinationAsync(
        DeleteDestinationInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
            new Asked(AuditActions.DestinationDelete, Kind, input.Id),
            known => DestinationEdits.Delete(known, input),
            user,
            cancellationToken);
        return input.Id;
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    [Error<PolicyViolationError>]
    [Error<ExportControlError>]
    [Error<AccountNotConnectedError>]
    [Error<IdentifierNotAcceptedError>]
    [UseMutationConvention(PayloadFieldName = "mapping")]
    [GraphQLDescription(
        "Sends a segment to a destination; one that is sent already gets the days that are given.")]
    public async Task<SegmentMappingView?> MapSegmentAsync(
        MapSegmentInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(
                AuditActions.SegmentMap, MappingKind, $"{input.SegmentId}/{input.DestinationId}"),
            known => MappingEdits.Map(known, input),
            user,
            cancellationToken);
        return MappingOf(done.After, done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    [UseMutationConvention(PayloadFieldName = "mapping")]
    [GraphQLDescription("Gives the mapping as it was.")]
    public async Task<SegmentMappingView?> UnmapSegmentAsync(
        UnmapSegmentInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(
                AuditActions.SegmentUnmap,
                MappingKind,
                $"{input.SegmentId}/{input.DestinationId}"),
            known => MappingEdits.Unmap(known, input),
            user,
            cancellationToken);
        return MappingOf(done.Before, done.Key);
    }

    private static SegmentMappingView? MappingOf(Definitions definitions, MappingKey key) =>
        definitions.FindDestination(key.Destination)?.Mappings
            .FirstOrDefault(mapping => mapping.SegmentKey == key.Segment);
}
