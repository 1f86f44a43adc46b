using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Krewe.Domain.Workspaces;

/// <summary>One value of a definition file, with the place where it is written.</summary>
internal sealed class FileNode(JsonTokenType kind, FileNode? parent, FilePlace place)
{
    private List<FileNode>? _children;

    public JsonTokenType Kind { get; } = kind;

    public FilePlace Place { get; } = place;

    /// <summary>The text of a string, or the digits of a number as they are written.</summary>
    public string Text { get; init; } = "";

    /// <summary>The name of a member of an object; null in a list and at the root.</summary>
    public string? Name { get; init; }

    public FilePlace NamePlace { get; init; }

    /// <summary>Some reader asked for it, so it is not an unknown member.</summary>
    public bool IsRead { get; set; }

    public IReadOnlyList<FileNode> Children => _children ?? (IReadOnlyList<FileNode>)[];

    /// <summary>Something in it could not be read.</summary>
    public bool IsBroken { get; private set; }

    private int Index { get; set; }

    public void Add(FileNode child)
    {
        _children ??= [];
        child.Index = _children.Count;
        _children.Add(child);
    }

    /// <summary>Marks it and all it is part of as broken.</summary>
    public void Break()
    {
        IsBroken = true;
        parent?.Break();
    }

    /// <summary>The member of that name, the first one if the name is repeated.</summary>
    public FileNode? Member(string name)
    {
        foreach (var child in Children)
        {
            if (string.Equals(child.Name, name, StringComparison.Ordinal))
            {
                return child;
            }
        }

        return null;
    }

    /// <summary>The way from the root: <c>$.segments[3].rule</c>.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        Append(path);
        return path.ToString();
    }

    private void Append(StringBuilder path)
    {
        if (parent is null)
        {
            path.Append('$');
            return;
        }

        parent.Append(path);
        _ = Name is { } name
            ? AppendName(path, name)
            : path.Append('[').Append(Index.ToString(CultureInfo.InvariantCulture)).Append(']');
    }

    private static StringBuilder AppendName(StringBuilder path, string name) =>
        name.Length is > 0 and <= 100 && name.All(char.IsAsciiLetterOrDigit)
            ? path.Append('.').Append(name)
            : path.Append('[').Append(Say.Quote(name)).Append(']');
}

/// <summary>A place in a file.</summary>
/// <remarks><para>Units: from 1; columns in UTF-16 characters.</para></remarks>
internal readonly record struct FilePlace(int Line, int Column);
