using System.Globalization;

namespace Krewe.Domain.Workspaces;

/// <summary>Where each thing of a definition is written in its file.</summary>
/// <remarks>
/// <para>Shape: a definition orders its lists by key, a file as people like; this knows
/// both.</para>
/// <para>Errors: without a file, paths count by the definition and places are 0.</para>
/// </remarks>
public sealed class WorkspacePaths
{
    private readonly Dictionary<WorkspaceSection, FileNode[]> _nodes = [];
    private readonly HashSet<WorkspaceSection> _incomplete = [];

    internal WorkspacePaths()
    {
    }

    /// <summary>For a definition that did not come from a file.</summary>
    public static WorkspacePaths None { get; } = new();

    internal FileNode? Root { get; init; }

    /// <summary>False if the add-ons could not be read, so that lacking one means
    /// nothing.</summary>
    internal bool AddOnsAreKnown { get; set; } = true;

    internal void Set(WorkspaceSection section, FileNode[] nodes) => _nodes[section] = nodes;

    /// <summary>Some item of the list could not be read, so that not finding one means
    /// nothing.</summary>
    internal void SetIncomplete(WorkspaceSection section) => _incomplete.Add(section);

    internal bool IsIncomplete(WorkspaceSection section) => _incomplete.Contains(section);

    /// <summary>Something in the item could not be read, so that parts of it are only
    /// defaults.</summary>
    internal bool IsBroken(WorkspaceSection section, int index) =>
        _nodes.TryGetValue(section, out var nodes) && nodes[index].IsBroken;

    /// <summary>The list itself.</summary>
    internal DefinitionFault Fault(WorkspaceSection section, string message, Severity severity)
    {
        var name = WorkspaceSectionNames.Of(section);
        var place = Root?.Member(name)?.NamePlace ?? default;
        return new DefinitionFault($"$.{name}", place.Line, place.Column, message, severity);
    }

    /// <summary>A part of an item: <c>rule</c>, <c>mappings[2].start</c>, or empty for the item
    /// itself.</summary>
    internal DefinitionFault Fault(
        WorkspaceSection section, int index, string member, string message, Severity severity)
    {
        if (!_nodes.TryGetValue(section, out var nodes))
        {
            var number = index.ToString(CultureInfo.InvariantCulture);
            var path = $"$.{WorkspaceSectionNames.Of(section)}[{number}]{Dotted(member)}";
            return new DefinitionFault(path, 0, 0, message, severity);
        }

        var item = nodes[index];
        var place = Nearest(item, member).Place;
        return new DefinitionFault(
            item.Path() + Dotted(member), place.Line, place.Column, message, severity);
    }

    private static string Dotted(string member) => member.Length == 0 ? "" : "." + member;

    /// <summary>The node of the member, or the last one on the way to it that is
    /// written.</summary>
    private static FileNode Nearest(FileNode node, string member)
    {
        foreach (var step in member.Split('.', '[', ']'))
        {
            if (step.Length == 0)
            {
                continue;
            }

            var next = int.TryParse(step, NumberStyles.None, null, out var index)
                ? node.Children.ElementAtOrDefault(index)
                : node.Member(step);
            if (next is null)
            {
                return node;
            }

            node = next;
        }

        return node;
    }
}
