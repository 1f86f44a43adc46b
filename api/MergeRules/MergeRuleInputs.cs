using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Datasets;
using Krewe.Api.Governance;
using Krewe.Api.Identity;

namespace Krewe.Api.MergeRules;

/// <summary>A new merge rule.</summary>
public sealed record CreateMergeRuleInput(
    string Name,
    string? Description,
    GraphCrossDeviceOption CrossDeviceOption,
    [property: ID<DataSourceView>] [property: DefaultValueSyntax("[]")]
    IReadOnlyList<string> DataSourceIds,
    GraphDeviceOption DeviceOption,
    [property: ID<DatasetView>] [property: DefaultValueSyntax("[]")]
    IReadOnlyList<string> DatasetOrder,
    [property: DefaultValueSyntax("[]")] IReadOnlyList<ExportControl> ExportControls,
    AttributeMerge AttributeMerge = AttributeMerge.TimestampOrdered,
    [property: GraphQLDescription("One is: that which was the default is it no longer.")]
    bool IsDefault = false);

/// <summary>What changes of a merge rule.</summary>
public sealed record UpdateMergeRuleInput(
    [property: ID<MergeRuleView>] string Id,
    long? IfVersion,
    [property: GraphQLDescription(
        "The segments that name it are changed with it, and so is its ID.")]
    string? Name,
    Optional<string?> Description,
    GraphCrossDeviceOption? CrossDeviceOption,
    [property: ID<DataSourceView>] IReadOnlyList<string>? DataSourceIds,
    GraphDeviceOption? DeviceOption,
    IReadOnlyList<ExportControl>? ExportControls,
    bool? IsDefault);

/// <summary>Which merge rule goes.</summary>
public sealed record DeleteMergeRuleInput(
    [property: ID<MergeRuleView>] string Id, long? IfVersion);
