using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>A directive with its arguments, as in <c>@include(if: $full)</c>.</summary>
public sealed class DirectiveNode(
    Location? location, NameNode name, IReadOnlyList<ArgumentNode> arguments)
    : SyntaxNode(location)
{
    public DirectiveNode(string name, params ArgumentNode[] arguments)
        : this(null, new NameNode(name), arguments)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.Directive;

    public NameNode Name { get; } = name;

    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name, .. Arguments];
}

/// <summary>A value for an argument of a field or of a directive.</summary>
public sealed class ArgumentNode(Location? location, NameNode name, IValueNode value)
    : SyntaxNode(location)
{
    public ArgumentNode(string name, IValueNode value)
        : this(null, new NameNode(name), value)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.Argument;

    public NameNode Name { get; } = name;

    public IValueNode Value { get; } = value;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name, Value];
}
