using System.Security.Claims;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.Traits;

/// <summary>Changes of traits.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class TraitMutations
{
    private const string Kind = "trait";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<InvalidExpressionError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    public async Task<TraitView?> CreateTraitAsync(
        CreateTraitInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.TraitCreate, Kind),
            known => TraitEdits.Create(known, input),
            user,
            cancellationToken);
        return done.After.FindTrait(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<InvalidExpressionError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<VersionConflictError>]
    [Error<PolicyViolationError>]
    [Error<ExportControlError>]
    public async Task<TraitView?> UpdateTraitAsync(
        UpdateTraitInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.TraitUpdate, Kind, input.Id),
            known => TraitEdits.Update(known, input),
            user,
            cancellationToken);
        return done.After.FindTrait(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<TraitView>]
    public async Task<string?> DeleteTraitAsync(
        DeleteTraitInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
            new Asked(AuditActions.TraitDelete, Kind, input.Id),
            known => TraitEdits.Delete(known, input),
            user,
            cancellationToken);
        return input.Id;
    }
}
