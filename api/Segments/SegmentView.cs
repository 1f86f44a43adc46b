using System.Collections.Frozen;
using System.Security.Claims;
using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Pagination;
using HotChocolate.Types.Relay;
using Krewe.Api.Activation;
using Krewe.Api.Graph;
using Krewe.Api.Identity;
using Krewe.Api.MergeRules;
using Krewe.Contracts.Segments;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Krewe.Domain.Activation;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Api.Segments;

/// <summary>A segment as the graph shows it.</summary>
[Node]
[GraphQLName("Segment")]
public sealed class SegmentView(
    SegmentDefinition segment, Revision revision, Definitions definitions)
{
    private FrozenSet<TraitId>? _traitsRead;

    /// <summary>Its key in the graph.</summary>
    public string Id => GraphKeys.Of(segment.Id.Value);

    /// <summary>Its number.</summary>
    public long Sid => segment.Id.Value;

    /// <summary>What people call it.</summary>
    public string Name => segment.Name;

    /// <summary>What it is for.</summary>
    public string? Description => segment.Description;

    /// <summary>Whether it takes members and is sent.</summary>
    public SegmentStatus Status => segment.Status;

    /// <summary>What its rule is written in.</summary>
    public SegmentLanguage Language => SegmentLanguage.TraitRule;

    /// <summary>Its rule, as it was written.</summary>
    public string Expression => segment.Rule;

    /// <summary>Who owns it.</summary>
    public DataSourceView DataSource => definitions.DataSource(segment.DataSource);

    /// <summary>Where it is filed.</summary>
    public string Folder => segment.Folder;

    /// <summary>What decides it.</summary>
    public MergeRuleView MergeRule => definitions.FindMergeRule(segment.MergeRule)
        ?? throw new InvalidOperationException(
            $"Segment {segment.Id} names the merge rule \"{segment.MergeRule}\", which the "
            + "validator would not have passed.");

    /// <summary>When it is decided.</summary>
    public SegmentEvaluation Evaluation => SegmentEvaluation.Streaming;

    /// <summary>The labels of what it reads: nothing carries labels yet.</summary>
    [GraphQLDescription("Labels of every field, dataset and data source that the rule reads.")]
    public IReadOnlyList<string> Labels => [];

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version => revision.Version;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeSeconds(revision.Created);

    /// <summary>When it changed last.</summary>
    public DateTimeOffset UpdatedAt => DateTimeOffset.FromUnixTimeSeconds(revision.Updated);

    internal SegmentId Key => segment.Id;

    internal SegmentDefinition Definition => segment;

    /// <summary>The traits that its rule names.</summary>
    internal FrozenSet<TraitId> TraitsRead => _traitsRead ??=
        SegmentRule.Parse(segment.Rule).Rule?.Traits.ToFrozenSet() ?? [];

    /// <summary>How many are members.</summary>
    public async Task<PopulationView> GetPopulationAsync(
        ISegmentPopulations populations, CancellationToken cancellationToken)
    {
        var counted = await populations.GetAsync(WorkspaceId.Main, cancellationToken);
        var of = counted.Of(segment.Id);
        return new PopulationView(of.RealTime, of.Total, counted.AsOf);
    }

    /// <summary>How many identifiers it has for a destination.</summary>
    public async Task<long> GetShareableAudienceAsync(
        [ID<DestinationView>] string destinationId,
        ISegmentPopulations populations,
        CancellationToken cancellationToken)
    {
        var counted = await populations.GetAsync(WorkspaceId.Main, cancellationToken);
        return GraphKeys.Number(destinationId) is { } number
            ? counted.Of(segment.Id).Shareable.GetValueOrDefault(new DestinationId(number))
            : 0;
    }

    /// <summary>Where it is sent, by destination.</summary>
    [UsePaging(ConnectionName = "SegmentMappings")]
    public Connection<SegmentMappingView> GetMappings(
        int? first, string? after, int? last, string? before) => Pages.Cut(
        definitions.MappingsOf(segment.Id),
        mapping => mapping.DestinationKey.Value,
        new PageRequest(first, after, last, before));

    /// <summary>Fetches a segment by its key.</summary>
    [NodeResolver]
    public static async Task<SegmentView?> GetNodeAsync(
        string id,
        DefinitionsReader definitions,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        user.Demand(Permission.ReadDefinitions);
        return await GetAsync(id, definitions, cancellationToken);
    }

    internal static async Task<SegmentView?> GetAsync(
        string id, DefinitionsReader definitions, CancellationToken cancellationToken) =>
        (await definitions.GetAsync(cancellationToken)).FindSegment(id);
}

/// <summary>What a segment's rule is written in.</summary>
public enum SegmentLanguage
{
    /// <summary>Traits, joined by AND, OR and NOT.</summary>
    TraitRule,

    /// <summary>Profile query language.</summary>
    Pql,
}

/// <summary>When a segment is decided.</summary>
public enum SegmentEvaluation
{
    /// <summary>As data arrives.</summary>
    Streaming,

    /// <summary>Once a day.</summary>
    Batch,
}

/// <summary>How many are members.</summary>
[GraphQLName("Population")]
public sealed record PopulationView(long RealTime, long Total, DateTimeOffset AsOf);
