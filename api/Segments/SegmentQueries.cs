using HotChocolate.Authorization;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Api.MergeRules;
using Krewe.Api.Profiles;
using Krewe.Domain.Access;

namespace Krewe.Api.Segments;

/// <summary>Segments in the graph.</summary>
[ExtendObjectType(OperationTypeNames.Query)]
public sealed class SegmentQueries
{
    /// <summary>One segment.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public Task<SegmentView?> GetSegmentAsync(
        [ID<SegmentView>] string id,
        DefinitionsReader definitions,
        CancellationToken cancellationToken) =>
        SegmentView.GetAsync(id, definitions, cancellationToken);

    /// <summary>All segments, by number.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    [UsePaging(ConnectionName = "Segments", IncludeTotalCount = true)]
    public async Task<Connection<SegmentView>> GetSegmentsAsync(
        int? first,
        string? after,
        int? last,
        string? before,
        string? nameContains,
        DefinitionsReader reader,
        CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        return Pages.Cut(
            NameFilter.Of(definitions.Segments, segment => segment.Name, nameContains),
            segment => segment.Sid,
            new PageRequest(first, after, last, before));
    }

    /// <summary>The profiles in a segment, in the order of their keys. Each page walks all
    /// profiles: it is for looking, destinations are for sending.</summary>
    [Authorize(Policy = nameof(Permission.ReadProfiles))]
    [UsePaging(ConnectionName = "SegmentMembers")]
    public Task<Connection<ProfileView>> GetSegmentMembersAsync(
        [ID<SegmentView>] string segmentId,
        int? first,
        string? after,
        int? last,
        string? before,
        SegmentMembers members,
        CancellationToken cancellationToken)
    {
        if (last is not null || before is not null)
        {
            throw GraphErrors.Of(
                "BACKWARD_PAGING_UNSUPPORTED",
                "Members are listed forwards: use `first` and `after`.");
        }

        return members.CutAsync(
            segmentId, first ?? PageRequest.CountDefault, after, cancellationToken);
    }

    /// <summary>Reads a rule without keeping it.</summary>
    [Authorize(Policy = nameof(Permission.ReadDefinitions))]
    public async Task<ExpressionCheckView> CheckExpressionAsync(
        string expression,
        [ID<MergeRuleView>] string? mergeRuleId,
        DefinitionsReader reader,
        CancellationToken cancellationToken,
        SegmentLanguage language = SegmentLanguage.TraitRule)
    {
        _ = mergeRuleId;
        var definitions = await reader.GetAsync(cancellationToken);
        return language == SegmentLanguage.TraitRule
            ? ExpressionCheckView.Of(expression, definitions)
            : ExpressionCheckView.NotSpoken;
    }
}
