namespace Krewe.Domain.Governance;

/// <summary>What data may not be used for; on data sources and merge rules.</summary>
/// <remarks>
/// <para>Shape: each control has the same number as the <see cref="ExportLabels"/> it meets: a
/// block needs the pair.</para>
/// <para>Source: Audience Manager, "Data export controls", read 2026-11.</para>
/// </remarks>
[Flags]
[GenerateSerializer, Alias("export-controls")]
public enum ExportControls
{
    /// <summary>No restriction.</summary>
    None = 0,

    /// <summary>Cannot be tied to personally identifiable information.</summary>
    Pii = 1,

    /// <summary>Cannot be used for on-site ad targeting.</summary>
    OnSiteAdTargeting = 2,

    /// <summary>Cannot be used for off-site ad targeting.</summary>
    OffSiteAdTargeting = 4,

    /// <summary>Cannot be used for on-site personalization.</summary>
    OnSitePersonalization = 8,
}

/// <summary>What a destination may do with the data it gets.</summary>
/// <remarks>
/// <para>Shape: the numbers match <see cref="ExportControls"/>.</para>
/// </remarks>
[Flags]
[GenerateSerializer, Alias("export-labels")]
public enum ExportLabels
{
    /// <summary>No label.</summary>
    None = 0,

    /// <summary>May enable a combination with personally identifiable information.</summary>
    Pii = 1,

    /// <summary>May be used for on-site ad targeting.</summary>
    OnSiteAdTargeting = 2,

    /// <summary>May be used for off-site ad targeting.</summary>
    OffSiteAdTargeting = 4,

    /// <summary>May be used for on-site ad personalization.</summary>
    OnSitePersonalization = 8,
}
