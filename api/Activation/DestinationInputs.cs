using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Accounts;
using Krewe.Api.Governance;
using Krewe.Api.Identity;
using Krewe.Api.Segments;

namespace Krewe.Api.Activation;

/// <summary>What goes out as what.</summary>
public sealed record IdentityMappingInput(string Source, string Identifier, bool Hash = false);

/// <summary>A new destination.</summary>
public sealed record CreateDestinationInput(
    [property: GraphQLDescription("The next free number where none is given.")]
    long? DestinationId,
    string Name,
    string? Description,
    [property: ID<AccountView>] string AccountId,
    [property: GraphQLDescription(
        "MAY_ENABLE_COMBINATION_WITH_PII is always among them: the destination is people-based.")]
    [property: DefaultValueSyntax("[]")] IReadOnlyList<ExportLabel> ExportLabels,
    [property: DefaultValueSyntax("[]")] IReadOnlyList<string> MarketingActions,
    [property: ID<DataSourceView>] string IdentifierDataSourceId,
    [property: GraphQLDescription(
        "Where none are given, the IDs of the data source go out as the platform's hashed "
        + "e-mails.")]
    [property: DefaultValueSyntax("[]")] IReadOnlyList<IdentityMappingInput> IdentityMappings);

/// <summary>What changes of a destination.</summary>
public sealed record UpdateDestinationInput(
    [property: ID<DestinationView>] string Id,
    long? IfVersion,
    string? Name,
    Optional<string?> Description,
    [property: ID<AccountView>] string? AccountId,
    IReadOnlyList<ExportLabel>? ExportLabels,
    [property: ID<DataSourceView>] string? IdentifierDataSourceId);

/// <summary>Which destination goes.</summary>
public sealed record DeleteDestinationInput(
    [property: ID<DestinationView>] string Id, long? IfVersion);

/// <summary>Which segment is sent where, and when.</summary>
public sealed record MapSegmentInput(
    [property: ID<SegmentView>] string SegmentId,
    [property: ID<DestinationView>] string DestinationId,
    [property: GraphQLDescription("An instant of the first UTC day; at once where none is given.")]
    DateTimeOffset? StartsOn,
    [property: GraphQLDescription(
        "An instant of the last UTC day, which counts; for ever where none is given.")]
    DateTimeOffset? EndsOn);

/// <summary>Which segment is sent where no longer.</summary>
public sealed record UnmapSegmentInput(
    [property: ID<SegmentView>] string SegmentId,
    [property: ID<DestinationView>] string DestinationId);
