using HotChocolate;
using HotChocolate.Authorization;
using HotChocolate.Types;
using Krewe.Domain.Access;

namespace Krewe.Api.Identity;

/// <summary>What can be said of a data source besides.</summary>
[ExtendObjectType<DataSourceView>]
public sealed class DataSourceDetails
{
    /// <summary>Whom an ID stands for.</summary>
    [GraphQLDescription("Whom an ID of a CROSS_DEVICE data source stands for.")]
    public GraphIdDefinition GetIdDefinition([Parent] DataSourceView source) =>
        (GraphIdDefinition)source.Source.IdDefinition;

    /// <summary>Whose data it holds.</summary>
    [GraphQLDescription("Whose data it holds.")]
    public GraphDataParty GetParty([Parent] DataSourceView source) =>
        (GraphDataParty)source.Source.Party;

    /// <summary>Two traits of it may not share an integration code.</summary>
    public bool GetUniqueTraitIntegrationCodes([Parent] DataSourceView source) =>
        source.Source.UniqueTraitIntegrationCodes;

    /// <summary>Two segments of it may not share an integration code.</summary>
    public bool GetUniqueSegmentIntegrationCodes([Parent] DataSourceView source) =>
        source.Source.UniqueSegmentIntegrationCodes;

    /// <summary>The first errors in its files are kept.</summary>
    public bool GetErrorSampling([Parent] DataSourceView source) => source.Source.ErrorSampling;

    /// <summary>The beginning of the last UTC day of that.</summary>
    [GraphQLDescription("The beginning of the last UTC day of error sampling.")]
    public DateTimeOffset? GetErrorSamplingUntil([Parent] DataSourceView source) =>
        source.Source.ErrorSamplingUntil is { } day
            ? new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
            : null;

    /// <summary>Whom the daily report is mailed to.</summary>
    [Authorize(Policy = nameof(Permission.ManageDefinitions))]
    [GraphQLDescription("Whom the daily report on its files is mailed to.")]
    public IReadOnlyList<string> GetReportRecipients([Parent] DataSourceView source) =>
        source.Source.ReportRecipients;
}
