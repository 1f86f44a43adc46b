using HotChocolate;
using HotChocolate.Types;
using HotChocolate.Types.Relay;
using Krewe.Api.Governance;

namespace Krewe.Api.Identity;

/// <summary>A new data source.</summary>
public sealed record CreateDataSourceInput(
    [property: GraphQLDescription(
        "Chosen by the caller when the files already carry one; otherwise the next free number.")]
    long? DataSourceId,
    string Name,
    string? Description,
    string? IntegrationCode,
    GraphIdType IdType,
    [property: DefaultValueSyntax("[]")] IReadOnlyList<ExportControl> ExportControls,
    [property: GraphQLDescription(
        "The symbol of its IDs: 1 to 64 of A-Z, a-z, 0-9, _ and -. It never changes; one is made "
        + "where none is given.")]
    string? Namespace,
    [property: GraphQLDescription("Whom the daily report on its files is mailed to.")]
    [property: DefaultValueSyntax("[]")] IReadOnlyList<string> ReportRecipients,
    [property: GraphQLDescription(
        "An instant of the last UTC day of error sampling, at most 14 days from now.")]
    DateTimeOffset? ErrorSamplingUntil,
    bool Inbound = true,
    bool Outbound = false,
    bool ShareCrossDeviceIdsInPeopleBasedDestinations = false,
    GraphHashLabel HashLabel = GraphHashLabel.None,
    int RetentionDays = Domain.Identity.DataSource.RetentionDaysDefault,
    [property: GraphQLDescription("Whom an ID of a CROSS_DEVICE data source stands for.")]
    GraphIdDefinition IdDefinition = GraphIdDefinition.Person,
    [property: GraphQLDescription(
        "Whose data it holds: only FIRST may go to people-based destinations.")]
    GraphDataParty Party = GraphDataParty.First,
    bool UniqueTraitIntegrationCodes = false,
    bool UniqueSegmentIntegrationCodes = false,
    [property: GraphQLDescription(
        "Keeps the first errors of each kind in its files for people to look at, for 14 days.")]
    bool ErrorSampling = false);

/// <summary>What changes of a data source.</summary>
public sealed record UpdateDataSourceInput(
    [property: ID<DataSourceView>] string Id,
    long? IfVersion,
    string? Name,
    Optional<string?> Description,
    Optional<string?> IntegrationCode,
    bool? Inbound,
    bool? Outbound,
    bool? ShareCrossDeviceIdsInPeopleBasedDestinations,
    GraphHashLabel? HashLabel,
    IReadOnlyList<ExportControl>? ExportControls,
    int? RetentionDays,
    GraphIdDefinition? IdDefinition,
    GraphDataParty? Party,
    bool? UniqueTraitIntegrationCodes,
    bool? UniqueSegmentIntegrationCodes,
    bool? ErrorSampling,
    DateTimeOffset? ErrorSamplingUntil,
    IReadOnlyList<string>? ReportRecipients);

/// <summary>Which data source goes.</summary>
public sealed record DeleteDataSourceInput(
    [property: ID<DataSourceView>] string Id, long? IfVersion);

/// <summary>Whom a cross-device ID stands for.</summary>
/// <remarks>They have the numbers of <see cref="Domain.Identity.IdDefinition"/>.</remarks>
[GraphQLName("IdDefinition")]
public enum GraphIdDefinition
{
    /// <summary>One person.</summary>
    Person = 0,

    /// <summary>A household.</summary>
    Household = 1,
}

/// <summary>Whose data a data source holds.</summary>
/// <remarks>They have the numbers of <see cref="Domain.Identity.DataParty"/>.</remarks>
[GraphQLName("DataParty")]
public enum GraphDataParty
{
    /// <summary>The company's own.</summary>
    First = 0,

    /// <summary>A partner's own.</summary>
    Second = 1,

    /// <summary>A data vendor's.</summary>
    Third = 2,
}
