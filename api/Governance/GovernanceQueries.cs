using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Activation;
using Krewe.Api.Graph;
using Krewe.Api.Segments;
using Krewe.Domain.Access;

namespace Krewe.Api.Governance;

/// <summary>Labels, actions and policies in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class GovernanceQueries
{
    /// <summary>The labels that data can carry: none yet.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public IReadOnlyList<DataLabelView> GetLabels() => [];

    /// <summary>What is done with data: nothing is named yet.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public IReadOnlyList<MarketingActionView> GetMarketingActions() => [];

    /// <summary>What labelled data may not be used for.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public IReadOnlyList<PolicyView> GetPolicies() => [PolicyView.ExportControls];

    /// <summary>Whether a segment might be sent to a destination.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [GraphQLDescription(
        "What mapping the segment to the destination would meet, without doing it.")]
    public async Task<PolicyEvaluationView> EvaluatePoliciesAsync(
        [ID<SegmentView>] string segmentId,
        [ID<DestinationView>] string destinationId,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        return PolicyCheck.Evaluate(
            definitions,
            definitions.FindSegment(segmentId) ?? throw NotThere("segment"),
            definitions.FindDestination(destinationId) ?? throw NotThere("destination"));
    }

    private static GraphQLException NotThere(string thing) =>
        GraphErrors.Of("NOT_FOUND", $"There is no such {thing}.");
}
