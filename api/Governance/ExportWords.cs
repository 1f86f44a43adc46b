using HotChocolate;
using Krewe.Domain.Governance;

namespace Krewe.Api.Governance;

/// <summary>What data may not be used for, one by one.</summary>
public enum ExportControl
{
    /// <summary>Tied to personally identifiable information.</summary>
    [GraphQLName("CANNOT_BE_TIED_TO_PII")]
    CannotBeTiedToPii = ExportControls.Pii,

    /// <summary>On-site ad targeting.</summary>
    CannotBeUsedForOnSiteAdTargeting = ExportControls.OnSiteAdTargeting,

    /// <summary>Off-site ad targeting.</summary>
    CannotBeUsedForOffSiteAdTargeting = ExportControls.OffSiteAdTargeting,

    /// <summary>On-site personalization.</summary>
    CannotBeUsedForOnSitePersonalization = ExportControls.OnSitePersonalization,
}

/// <summary>What a destination may do with data, one by one.</summary>
public enum ExportLabel
{
    /// <summary>Combine it with personally identifiable information.</summary>
    [GraphQLName("MAY_ENABLE_COMBINATION_WITH_PII")]
    MayEnableCombinationWithPii = ExportLabels.Pii,

    /// <summary>On-site ad targeting.</summary>
    MayBeUsedForOnSiteAdTargeting = ExportLabels.OnSiteAdTargeting,

    /// <summary>Off-site ad targeting.</summary>
    MayBeUsedForOffSiteAdTargeting = ExportLabels.OffSiteAdTargeting,

    /// <summary>On-site personalization.</summary>
    MayBeUsedForOnSitePersonalization = ExportLabels.OnSitePersonalization,
}

/// <summary>Sets of controls and labels as lists, and back.</summary>
internal static class ExportWords
{
    public static IReadOnlyList<ExportControl> Controls(ExportControls controls) =>
        [.. Enum.GetValues<ExportControl>().Where(one => controls.HasFlag((ExportControls)one))];

    public static ExportControls Controls(IEnumerable<ExportControl> controls) => controls
        .Aggregate(ExportControls.None, (all, one) => all | (ExportControls)one);

    public static IReadOnlyList<ExportLabel> Labels(ExportLabels labels) =>
        [.. Enum.GetValues<ExportLabel>().Where(one => labels.HasFlag((ExportLabels)one))];

    public static ExportLabels Labels(IEnumerable<ExportLabel> labels) => labels
        .Aggregate(ExportLabels.None, (all, one) => all | (ExportLabels)one);
}
