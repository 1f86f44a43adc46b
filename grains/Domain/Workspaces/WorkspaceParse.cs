using System.Collections.Immutable;

namespace Krewe.Domain.Workspaces;

/// <summary>What a workspace file says, or what is wrong with it.</summary>
public sealed record WorkspaceParse
{
    /// <summary>The definition; null if any fault is an error.</summary>
    public WorkspaceDefinition? Definition { get; init; }

    /// <summary>Every fault, in the order of the file.</summary>
    public ImmutableArray<DefinitionFault> Faults { get; init; } = [];

    /// <summary>Where each thing is written.</summary>
    public WorkspacePaths Paths { get; init; } = WorkspacePaths.None;

    /// <summary>Whether there is no definition.</summary>
    public bool IsRefused => Definition is null;
}
