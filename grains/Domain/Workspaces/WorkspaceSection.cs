namespace Krewe.Domain.Workspaces;

/// <summary>The lists of a workspace definition.</summary>
internal enum WorkspaceSection
{
    DataSources,
    Traits,
    MergeRules,
    Segments,
    Accounts,
    Destinations,
    EventSources,
}

/// <summary>How files call the lists.</summary>
internal static class WorkspaceSectionNames
{
    private static readonly string[] Names =
    [
        "dataSources", "traits", "mergeRules", "segments", "accounts", "destinations",
        "eventSources",
    ];

    public static string Of(WorkspaceSection section) => Names[(int)section];
}
