using System.Collections.Immutable;

namespace Krewe.Domain.Workspaces;

/// <summary>Sees to everything about a definition that takes more than one member to
/// judge.</summary>
public static class WorkspaceValidator
{
    /// <summary>Validates the definition whole.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="rules">How rules are read.</param>
    /// <param name="paths">Where things are written; <see cref="WorkspacePaths.None"/> if they did
    /// not come from a file.</param>
    /// <returns>Every fault; the definition may be used if none is an error.</returns>
    public static ImmutableArray<DefinitionFault> Validate(
        WorkspaceDefinition definition, WorkspaceRules rules, WorkspacePaths paths)
    {
        var faults = new FaultLog();
        Validate(definition, rules, paths, faults);
        return faults.ToFaults();
    }

    internal static void Validate(
        WorkspaceDefinition definition, WorkspaceRules rules, WorkspacePaths paths, FaultLog faults)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(paths);
        var check = new WorkspaceCheck(definition, rules, paths, faults);
        DataSourceChecks.Run(check);
        TraitChecks.Run(check);
        MergeRuleChecks.Run(check);
        SegmentChecks.Run(check);
        AccountChecks.Run(check);
        DestinationChecks.Run(check);
        EventSourceChecks.Run(check);
    }
}
