using System.Collections.Immutable;
using Krewe.Domain.Workspaces;

namespace Krewe.Contracts.Workspaces;

/// <summary>The definitions of a workspace. Key: the workspace.</summary>
[Alias("workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>The definitions in force.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<WorkspaceSnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>Puts definitions in force, whole. The same ones again change nothing; ones that the
    /// validator refuses change nothing either.</summary>
    [Alias("apply")]
    Task<ApplyReply> ApplyAsync(
        WorkspaceDefinition definition, CancellationToken cancellationToken);
}

/// <summary>Definitions and their version.</summary>
/// <remarks>
/// <para>Units: <see cref="Version"/> counts the changes from 1; 0 where nothing was ever
/// defined.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("workspace-snapshot")]
public sealed record WorkspaceSnapshot
{
    /// <summary>Counts the changes.</summary>
    [Id(0)]
    public long Version { get; init; }

    /// <summary>What is defined.</summary>
    [Id(1)]
    public WorkspaceDefinition Definition { get; init; } = WorkspaceDefinition.Empty;
}

/// <summary>What applying definitions came to.</summary>
[GenerateSerializer, Immutable, Alias("apply-reply")]
public sealed record ApplyReply
{
    /// <summary>The version in force afterwards.</summary>
    [Id(0)]
    public long Version { get; init; }

    /// <summary>Why nothing was changed; empty if the definitions are in force.</summary>
    [Id(1)]
    public ImmutableArray<string> Faults { get; init; } = [];
}
