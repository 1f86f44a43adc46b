namespace Krewe.Domain.Workspaces;

/// <summary>How much a workspace may define.</summary>
/// <remarks><para>Source: Audience Manager, "Usage limits", read 2026-11.</para></remarks>
public static class WorkspaceLimits
{
    /// <summary>Traits of all types.</summary>
    public const int TraitsMax = 100_000;

    /// <summary>Traits that a model decides.</summary>
    public const int AlgorithmicTraitsMax = 50;

    /// <summary>Traits that stand for a folder.</summary>
    public const int FolderTraitsMax = 2_000;

    /// <summary>Folders below each other.</summary>
    public const int FolderDepthMax = 5;

    /// <summary>Segments of any status.</summary>
    public const int SegmentsMax = 20_000;

    /// <summary>Traits that one segment reads.</summary>
    public const int SegmentTraitsMax = 5_000;

    /// <summary>Merge rules, not counting one for all cross-device profiles.</summary>
    public const int MergeRulesMax = 3;

    /// <summary>Cross-device data sources that one merge rule reads.</summary>
    public const int MergeRuleDataSourcesMax = 3;

    /// <summary>People-based destinations.</summary>
    public const int DestinationsMax = 1_000;

    /// <summary>Event sources; every call looks through them.</summary>
    public const int EventSourcesMax = 100;

    /// <summary>API keys that one event source names.</summary>
    public const int EventSourceKeysMax = 100;

    /// <summary>Characters of a name or an integration code.</summary>
    public const int NameLengthMax = 255;

    /// <summary>One month of 30 days.</summary>
    public const int RetentionDaysMin = 30;

    /// <summary>Five years of twelve months of 30 days.</summary>
    public const int RetentionDaysMax = 1_800;

    /// <summary>A hundred years of 365 days: no limit that anybody meets on purpose.</summary>
    public const int TtlDaysMax = 36_500;
}
