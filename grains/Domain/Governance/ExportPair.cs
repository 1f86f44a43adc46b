using System.Collections.Immutable;

namespace Krewe.Domain.Governance;

/// <summary>A control and the label it meets, in the words people know them by.</summary>
/// <remarks>
/// <para>Source: Audience Manager, "Data export controls", read 2026-11.</para>
/// </remarks>
/// <param name="Control">On data sources and merge rules.</param>
/// <param name="ControlText">What the control says.</param>
/// <param name="Label">On destinations.</param>
/// <param name="LabelText">What the label says.</param>
public sealed record ExportPair(
    ExportControls Control, string ControlText, ExportLabels Label, string LabelText)
{
    /// <summary>Every pair there is.</summary>
    public static ImmutableArray<ExportPair> All { get; } =
    [
        new(
            ExportControls.Pii,
            "Cannot be tied to personally identifiable information",
            ExportLabels.Pii,
            "This destination may enable a combination with PII"),
        new(
            ExportControls.OnSiteAdTargeting,
            "Cannot be used for on-site ad targeting",
            ExportLabels.OnSiteAdTargeting,
            "This destination may be used for on-site ad targeting"),
        new(
            ExportControls.OffSiteAdTargeting,
            "Cannot be used for off-site ad targeting",
            ExportLabels.OffSiteAdTargeting,
            "This destination may be used for off-site ad targeting"),
        new(
            ExportControls.OnSitePersonalization,
            "Cannot be used for on-site personalization",
            ExportLabels.OnSitePersonalization,
            "This destination may be used for on-site ad personalization"),
    ];
}
