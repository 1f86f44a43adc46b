using System.Security.Claims;
using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Activation;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.Governance;

/// <summary>A new policy.</summary>
public sealed record CreatePolicyInput(
    string Name,
    string? Description,
    IReadOnlyList<string> MarketingActions,
    IReadOnlyList<string> Labels,
    LabelOperator Operator = LabelOperator.Any,
    bool Enabled = false);

/// <summary>Whether a policy is in force.</summary>
public sealed record SetPolicyEnabledInput([property: ID<PolicyView>] string Id, bool Enabled);

/// <summary>What came of it.</summary>
public sealed record SetPolicyEnabledPayload(
    PolicyView? Policy,
    [property: GraphQLDescription("Mappings that the policy now blocks: they stop sending.")]
    IReadOnlyList<SegmentMappingView>? Blocked);

/// <summary>Changes of policies: the product's own are the only ones yet.</summary>
[ExtendObjectType(OperationTypeNames.Mutation)]
internal sealed class PolicyMutations
{
    private const string Kind = "policy";
    private const string Instead =
        " The export controls are in force always: say with exportControls of data sources and "
        + "merge rules, and with exportLabels of destinations, what data may not be used for.";

    [Authorize(Policy = nameof(Permission.ManageGovernance))]
    [Error<InvalidInputError>]
    [Error<NameTakenError>]
    public Task<PolicyView?> CreatePolicyAsync(
        CreatePolicyInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<PolicyView?>(
            AuditActions.PolicyCreate, Kind, "No policies can be made yet." + Instead, user);
    }

    [Authorize(Policy = nameof(Permission.ManageGovernance))]
    [Error<NotFoundError>]
    public Task<SetPolicyEnabledPayload> SetPolicyEnabledAsync(
        SetPolicyEnabledInput input, NotAvailable notAvailable, ClaimsPrincipal user)
    {
        _ = input;
        return notAvailable.RefuseAsync<SetPolicyEnabledPayload>(
            AuditActions.PolicyEnable,
            Kind,
            "There is no policy yet that could be turned on or off." + Instead,
            user);
    }
}
