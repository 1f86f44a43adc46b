using System.Collections.Immutable;
using HotChocolate;
using HotChocolate.Types.Relay;
using Krewe.Api.Graph;
using Krewe.Domain.Activation;
using Krewe.Domain.Governance;
using Krewe.Domain.Traits;

namespace Krewe.Api.Governance;

/// <summary>A label that data can carry.</summary>
[GraphQLName("DataLabel")]
public sealed record DataLabelView(
    string Code, string Name, string Description, LabelCategory Category);

/// <summary>What a label is about.</summary>
public enum LabelCategory
{
    /// <summary>What a contract says of the data.</summary>
    Contract,

    /// <summary>How near it is to a person.</summary>
    Identity,

    /// <summary>What is delicate about it.</summary>
    Sensitive,

    /// <summary>Who it came from.</summary>
    PartnerEcosystem,

    /// <summary>What the company made up.</summary>
    Custom,
}

/// <summary>Something that is done with data.</summary>
[GraphQLName("MarketingAction")]
public sealed record MarketingActionView(string Code, string Name, bool Custom);

/// <summary>Whether one label is enough.</summary>
public enum LabelOperator
{
    /// <summary>One is.</summary>
    Any,

    /// <summary>It takes all.</summary>
    All,
}

/// <summary>What labelled data may not be used for. None can be made yet: export controls are the
/// policies that there are.</summary>
[Node]
[GraphQLName("Policy")]
public sealed class PolicyView
{
    /// <summary>Stands for the export controls: controls on data sources and merge rules against
    /// labels of destinations.</summary>
    internal static PolicyView ExportControls { get; } = new()
    {
        Id = "export-controls",
        Name = "Data export controls",
        Description = "A control of a data source or merge rule on the way to a destination blocks "
            + "what the destination's label allows.",
        Core = true,
        Enabled = true,
        MarketingActions = [],
        Labels = [],
    };

    /// <summary>Its key in the graph.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>Whether it is the product's.</summary>
    public bool Core { get; init; }

    /// <summary>Whether it blocks.</summary>
    public bool Enabled { get; init; }

    /// <summary>What it blocks.</summary>
    public required IReadOnlyList<string> MarketingActions { get; init; }

    /// <summary>The labels that it looks for.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Whether one of them is enough.</summary>
    public LabelOperator Operator { get; init; }

    /// <summary>The version of the definitions that changed it last.</summary>
    public long Version { get; init; }

    /// <summary>Fetches a policy by its key.</summary>
    [NodeResolver]
    public static PolicyView? Get(string id) =>
        string.Equals(id, ExportControls.Id, StringComparison.Ordinal) ? ExportControls : null;
}

/// <summary>That data would be used for what it may not be.</summary>
[GraphQLName("PolicyViolation")]
public sealed record PolicyViolationView(
    PolicyView Policy,
    string MarketingAction,
    IReadOnlyList<string> Labels,
    [property: GraphQLDescription(
        "Dataset field, merge rule, segment, destination: how the label reaches the action.")]
    IReadOnlyList<LineageStepView> Lineage,
    string Message)
{
    internal static PolicyViolationView Of(ExportBlock block) => new(
        PolicyView.ExportControls,
        block.Label,
        [block.Control],
        [
            .. block.Lineage.Select(step => new LineageStepView("on the way", step, step, null)),
            new LineageStepView("destination", block.Destination, block.Destination, block.Label),
        ],
        block.ToString());
}

/// <summary>One step that data takes.</summary>
[GraphQLName("LineageStep")]
public sealed record LineageStepView(
    string Kind, [property: ID] string Id, string Name, string? Detail);

/// <summary>Whether data may be used.</summary>
[GraphQLName("PolicyEvaluation")]
public sealed record PolicyEvaluationView(IReadOnlyList<PolicyViolationView> Violations)
{
    /// <summary>Whether it may.</summary>
    public bool Allowed => Violations.Count == 0;
}

/// <summary>What governs the way from a segment to a destination.</summary>
internal static class PolicyCheck
{
    public static PolicyEvaluationView Evaluate(
        Definitions definitions,
        Segments.SegmentView segment,
        Activation.DestinationView destination) =>
        new([.. BlocksOf(definitions, segment, destination.Definition)
            .Select(PolicyViolationView.Of)]);

    public static ImmutableArray<ExportBlock> BlocksOf(
        Definitions definitions, Segments.SegmentView segment, DestinationDefinition destination) =>
        ExportControlCheck.Blocks(
            ExportControlCheck.CarriersOf(
                segment.Definition,
                segment.TraitsRead
                    .Select(id => definitions.FindTrait(id)?.Definition)
                    .OfType<TraitDefinition>(),
                segment.MergeRule.Rule,
                id => definitions.FindDataSource(id)?.Source),
            destination);
}
