using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Identity;
using Krewe.Api.MergeRules;
using Krewe.Domain.Segments;

namespace Krewe.Api.Segments;

/// <summary>A new segment.</summary>
public sealed record CreateSegmentInput(
    [property: GraphQLDescription("The next free number where none is given.")] long? Sid,
    string Name,
    string? Description,
    string Expression,
    [property: ID<DataSourceView>] string DataSourceId,
    [property: ID<MergeRuleView>]
    [property: GraphQLDescription("That which is the default where none is given.")]
    string? MergeRuleId,
    string? IntegrationCode,
    SegmentLanguage Language = SegmentLanguage.TraitRule,
    string Folder = "/",
    SegmentEvaluation Evaluation = SegmentEvaluation.Streaming,
    SegmentStatus Status = SegmentStatus.Active);

/// <summary>What changes of a segment.</summary>
public sealed record UpdateSegmentInput(
    [property: ID<SegmentView>] string Id,
    long? IfVersion,
    string? Name,
    Optional<string?> Description,
    string? Expression,
    [property: ID<MergeRuleView>] string? MergeRuleId,
    SegmentStatus? Status,
    [property: ID<DataSourceView>] string? DataSourceId,
    Optional<string?> IntegrationCode,
    string? Folder);

/// <summary>Which segment goes.</summary>
public sealed record DeleteSegmentInput([property: ID<SegmentView>] string Id);
