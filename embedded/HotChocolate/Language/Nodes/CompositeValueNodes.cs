using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>A variable where a value is expected. Its value is its name.</summary>
public sealed class VariableNode(Location? location, NameNode name)
    : SyntaxNode(location), IValueNode
{
    public VariableNode(string name)
        : this(null, new NameNode(name))
    {
    }

    public override SyntaxKind Kind => SyntaxKind.Variable;

    public NameNode Name { get; } = name;

    public string Value => Name.Value;

    object IValueNode.Value => Value;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name];
}

public sealed class ListValueNode(Location? location, IReadOnlyList<IValueNode> items)
    : SyntaxNode(location), IValueNode
{
    public ListValueNode(IReadOnlyList<IValueNode> items)
        : this(null, items)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.ListValue;

    public IReadOnlyList<IValueNode> Items { get; } = items;

    object IValueNode.Value => Items;

    public override IEnumerable<ISyntaxNode> GetNodes() => Items;
}

public sealed class ObjectValueNode(Location? location, IReadOnlyList<ObjectFieldNode> fields)
    : SyntaxNode(location), IValueNode
{
    public ObjectValueNode(params IReadOnlyList<ObjectFieldNode> fields)
        : this(null, fields)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.ObjectValue;

    public IReadOnlyList<ObjectFieldNode> Fields { get; } = fields;

    object IValueNode.Value => Fields;

    public override IEnumerable<ISyntaxNode> GetNodes() => Fields;
}

/// <summary>One field of an object literal.</summary>
public sealed class ObjectFieldNode(Location? location, NameNode name, IValueNode value)
    : SyntaxNode(location)
{
    public ObjectFieldNode(string name, IValueNode value)
        : this(null, new NameNode(name), value)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.ObjectField;

    public NameNode Name { get; } = name;

    public IValueNode Value { get; } = value;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name, Value];
}
