using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>A type by its name.</summary>
public sealed class NamedTypeNode(Location? location, NameNode name)
    : SyntaxNode(location), INullableTypeNode
{
    public NamedTypeNode(string name)
        : this(null, new NameNode(name))
    {
    }

    public override SyntaxKind Kind => SyntaxKind.NamedType;

    public NameNode Name { get; } = name;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name];
}

/// <summary>A list of a type, as in <c>[Int]</c>.</summary>
public sealed class ListTypeNode(Location? location, ITypeNode type)
    : SyntaxNode(location), INullableTypeNode
{
    public ListTypeNode(ITypeNode type)
        : this(null, type)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.ListType;

    public ITypeNode Type { get; } = type;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Type];
}

/// <summary>A type without null, as in <c>Int!</c>.</summary>
public sealed class NonNullTypeNode(Location? location, INullableTypeNode type)
    : SyntaxNode(location), ITypeNode
{
    public NonNullTypeNode(INullableTypeNode type)
        : this(null, type)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.NonNullType;

    public INullableTypeNode Type { get; } = type;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Type];
}
