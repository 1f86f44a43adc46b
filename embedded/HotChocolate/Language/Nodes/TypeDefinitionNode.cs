using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>What the definitions of all kinds of types share.</summary>
public abstract class TypeDefinitionNode : SyntaxNode, ITypeDefinitionNode, IHasDirectives
{
    private protected TypeDefinitionNode(
        Location? location,
        NameNode name,
        StringValueNode? description,
        IReadOnlyList<DirectiveNode> directives)
        : base(location)
    {
        Name = name;
        Description = description;
        Directives = directives;
    }

    public NameNode Name { get; }

    public StringValueNode? Description { get; }

    public IReadOnlyList<DirectiveNode> Directives { get; }

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(Description), Name, .. Directives];
}

/// <summary>What the extensions of all kinds of types share.</summary>
public abstract class TypeExtensionNode : SyntaxNode, ITypeExtensionNode, IHasDirectives
{
    private protected TypeExtensionNode(
        Location? location, NameNode name, IReadOnlyList<DirectiveNode> directives)
        : base(location)
    {
        Name = name;
        Directives = directives;
    }

    public NameNode Name { get; }

    public IReadOnlyList<DirectiveNode> Directives { get; }

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name, .. Directives];
}
