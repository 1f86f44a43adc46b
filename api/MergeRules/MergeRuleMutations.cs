using System.Security.Claims;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.Workspaces;
using Krewe.Domain.Access;

namespace Krewe.Api.MergeRules;

/// <summary>Changes of merge rules.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class MergeRuleMutations
{
    private const string Kind = "merge-rule";

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<LimitError>]
    public async Task<MergeRuleView?> CreateMergeRuleAsync(
        CreateMergeRuleInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.MergeRuleCreate, Kind),
            known => MergeRuleEdits.Create(known, input),
            user,
            cancellationToken);
        return done.After.FindMergeRule(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<NameTakenError>]
    [Error<LimitError>]
    [Error<VersionConflictError>]
    [Error<PolicyViolationError>]
    [Error<ExportControlError>]
    public async Task<MergeRuleView?> UpdateMergeRuleAsync(
        UpdateMergeRuleInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.MergeRuleUpdate, Kind, input.Id),
            known => MergeRuleEdits.Update(known, input),
            user,
            cancellationToken);
        return done.After.FindMergeRule(done.Key);
    }

    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<NotFoundError>]
    [Error<VersionConflictError>]
    [UseMutationConvention(PayloadFieldName = "deletedId")]
    [ID<MergeRuleView>]
    public async Task<string?> DeleteMergeRuleAsync(
        DeleteMergeRuleInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        await desk.ChangeAsync(
            new Asked(AuditActions.MergeRuleDelete, Kind, input.Id),
            known => MergeRuleEdits.Delete(known, input),
            user,
            cancellationToken);
        return input.Id;
    }
}
