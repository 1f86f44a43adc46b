using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Api.Graph;
using Krewe.Domain.Access;

namespace Krewe.Api.MergeRules;

/// <summary>Merge rules in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class MergeRuleQueries
{
    /// <summary>All merge rules, by name.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public async Task<IReadOnlyList<MergeRuleView>> GetMergeRulesAsync(
        DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).MergeRules;
}
