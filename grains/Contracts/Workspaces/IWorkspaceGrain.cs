using System.Collections.Immutable;
using Krewe.Domain.Workspaces;

namespace Krewe.Contracts.Workspaces;

/// <summary>The definitions of a workspace. Key: the workspace.</summary>
[Alias("workspace")]
public interface IWorkspaceGrain : IGrainWithStringKey
{
    /// <summary>The definitions in force, also while others are being put in their place: who
    /// is asked to decide by them may have to ask for them.</summary>
    [Alias("get"), AlwaysInterleave]
    ValueTask<WorkspaceSnapshot> GetAsync(CancellationToken cancellationToken);

    /// <summary>The definitions in force, or null if they are the known ones.</summary>
    [Alias("get-newer"), AlwaysInterleave]
    ValueTask<WorkspaceSnapshot?> GetNewerAsync(
        long knownVersion, CancellationToken cancellationToken);

    /// <summary>Puts definitions in force, whole. The same ones again change nothing; ones that the
    /// validator refuses change nothing either.</summary>
    [Alias("apply")]
    Task<ApplyReply> ApplyAsync(
        WorkspaceDefinition definition, CancellationToken cancellationToken);

    /// <summary>The same, but only in the place of a version: if another one is in force, nothing
    /// is changed.</summary>
    [Alias("apply-over")]
    Task<ApplyReply> ApplyOverAsync(
        long version, WorkspaceDefinition definition, CancellationToken cancellationToken);
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

    /// <summary>When each thing changed, by <see cref="Revision.KeyOf"/>.</summary>
    [Id(2)]
    public ImmutableDictionary<string, Revision> Revisions { get; init; } =
        ImmutableDictionary.Create<string, Revision>(StringComparer.Ordinal);
}

/// <summary>When a thing that is defined was made, and when it changed last.</summary>
/// <remarks>
/// <para>Units: <paramref name="Version"/> is the workspace's version that changed it; instants in
/// Unix seconds.</para>
/// </remarks>
[GenerateSerializer, Immutable, Alias("revision")]
public readonly record struct Revision(
    [property: Id(0)] long Version,
    [property: Id(1)] long Created,
    [property: Id(2)] long Updated)
{
    /// <summary>What a thing goes by: <c>segment 3</c>.</summary>
    /// <param name="thing">As in <see cref="PlannedChange.Thing"/>.</param>
    /// <param name="key">Its number or name.</param>
    public static string KeyOf(string thing, string key) => $"{thing} {key}";
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

    /// <summary>Nothing was changed: they were made from a version that is no longer in
    /// force.</summary>
    [Id(2)]
    public bool IsOutdated { get; init; }
}
