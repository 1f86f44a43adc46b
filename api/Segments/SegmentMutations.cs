using System.Security.Claims;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Segments;

/// <summary>Changes of segments.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class SegmentMutations
{
    private const string Kind = "segment";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<InvalidExpressionError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<LimitError>]
    public async Task<SegmentView?> CreateSegmentAsync(
        CreateSegmentInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.SegmentCreate, Kind),
            known => SegmentEdits.Create(known, input),
            user,
            cancellationToken);
        return done.After.FindSegment(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<InvalidExpressionError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<VersionConflictError>]
    [Error<PolicyViolationError>]
    [Error<ExportControlError>]
    public async Task<SegmentView?> UpdateSegmentAsync(
        UpdateSegmentInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.SegmentUpdate, Kind, input.Id),
            known => SegmentEdits.Update(known, input),
            user,
            cancellationToken);
        return done.After.FindSegment(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<NotFoundError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<SegmentView>]
    public async Task<string?> DeleteSegmentAsync(
        DeleteSegmentInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
            new Asked(AuditActions.SegmentDelete, Kind, input.Id),
            known => SegmentEdits.Delete(known, input),
            user,
            cancellationToken);
        return input.Id;
    }
}
