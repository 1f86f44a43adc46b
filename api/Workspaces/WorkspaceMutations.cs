using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Api.Graph;
using Krewe.Domain.Access;
using Krewe.Domain.Workspaces;

namespace Krewe.Api.Workspaces;

/// <summary>What changes of what the workspace says of itself.</summary>
public sealed record UpdateWorkspaceInput(
    long? IfVersion, Optional<int?> PartnerId, IReadOnlyList<AddOn>? AddOns);

/// <summary>Changes of what the workspace says of itself.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class WorkspaceMutations
{
    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [Error<InvalidInputError>]
    [Error<VersionConflictError>]
    public async Task<WorkspaceView?> UpdateWorkspaceAsync(
        UpdateWorkspaceInput input,
        DefinitionDesk desk,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var done = await desk.ChangeAsync(
            new Asked(AuditActions.WorkspaceUpdate, "workspace"),
            known => Update(known, input),
            user,
            cancellationToken);
        return new WorkspaceView(done.After);
    }

    private static DefinitionEdit<string> Update(Definitions known, UpdateWorkspaceInput input)
    {
        Versions.Expect("The workspace", input.IfVersion, known.WorkspaceVersion);
        var mistakes = new Mistakes();
        if (input.PartnerId is { HasValue: true, Value: < 1 })
        {
            mistakes.Add("partnerId", new InvalidInputError(
                "partnerId", "A partner id is a number from 1 up; null takes it out."));
        }

        var next = known.Definition with
        {
            PartnerId = input.PartnerId.HasValue
                ? input.PartnerId.Value
                : known.Definition.PartnerId,
            AddOns = input.AddOns is { } addOns
                ? addOns.Aggregate(AddOns.None, (all, one) => all | (AddOns)one)
                : known.Definition.AddOns,
        };
        return new("", next, new FaultReader("workspace", -1)) { Mistakes = mistakes };
    }
}
