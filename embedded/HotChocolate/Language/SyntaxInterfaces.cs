namespace HotChocolate.Language;

/// <summary>A node of a syntax tree. Nodes are immutable.</summary>
public interface ISyntaxNode
{
    SyntaxKind Kind { get; }

    /// <summary>Where the node was read; null in a tree that was not parsed.</summary>
    Location? Location { get; }

    /// <summary>The nodes directly below this one, in the order of the source.</summary>
    IEnumerable<ISyntaxNode> GetNodes();

    /// <summary>The node as GraphQL text, on many lines or on one.</summary>
    string ToString(bool indented);
}

/// <summary>A node with a name of its own.</summary>
public interface INamedSyntaxNode : ISyntaxNode
{
    NameNode Name { get; }

    IReadOnlyList<DirectiveNode> Directives { get; }
}

/// <summary>A node that directives may stand on.</summary>
public interface IHasDirectives
{
    IReadOnlyList<DirectiveNode> Directives { get; }
}

/// <summary>What a document consists of.</summary>
public interface IDefinitionNode : ISyntaxNode;

/// <summary>An operation or a fragment: what can be executed.</summary>
public interface IExecutableDefinitionNode : IDefinitionNode;

/// <summary>A part of a schema: a type, a directive, the schema itself, or an extension.</summary>
public interface ITypeSystemDefinitionNode : IDefinitionNode;

/// <summary>The definition of a named type.</summary>
public interface ITypeDefinitionNode : ITypeSystemDefinitionNode, INamedSyntaxNode;

/// <summary>More of a type that is defined elsewhere.</summary>
public interface ITypeExtensionNode : ITypeSystemDefinitionNode, INamedSyntaxNode;

/// <summary>A field or a fragment in a selection set.</summary>
public interface ISelectionNode : ISyntaxNode, IHasDirectives;

/// <summary>A literal or a variable.</summary>
public interface IValueNode : ISyntaxNode
{
    object? Value { get; }
}

/// <summary>A reference to a type.</summary>
public interface ITypeNode : ISyntaxNode;

/// <summary>A reference to a type that may be wrapped as non-null.</summary>
public interface INullableTypeNode : ITypeNode;
