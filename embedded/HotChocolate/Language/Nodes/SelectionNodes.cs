using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>What is selected of an object: fields and fragments between braces.</summary>
public sealed class SelectionSetNode(Location? location, IReadOnlyList<ISelectionNode> selections)
    : SyntaxNode(location)
{
    public SelectionSetNode(IReadOnlyList<ISelectionNode> selections)
        : this(null, selections)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.SelectionSet;

    public IReadOnlyList<ISelectionNode> Selections { get; } = selections;

    public override IEnumerable<ISyntaxNode> GetNodes() => Selections;
}

/// <summary>A field, the name it has in the answer, and what is selected below it.</summary>
public sealed class FieldNode(
    Location? location,
    NameNode name,
    NameNode? alias,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<ArgumentNode> arguments,
    SelectionSetNode? selectionSet) : SyntaxNode(location), ISelectionNode, INamedSyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.Field;

    public NameNode Name { get; } = name;

    public NameNode? Alias { get; } = alias;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public IReadOnlyList<ArgumentNode> Arguments { get; } = arguments;

    /// <summary>Null for a leaf.</summary>
    public SelectionSetNode? SelectionSet { get; } = selectionSet;

    /// <summary>The name of the field in the answer.</summary>
    internal string ResponseName => (Alias ?? Name).Value;

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(Alias), Name, .. Arguments, .. Directives, .. Maybe(SelectionSet)];
}

/// <summary>A use of a fragment by its name.</summary>
public sealed class FragmentSpreadNode(
    Location? location, NameNode name, IReadOnlyList<DirectiveNode> directives)
    : SyntaxNode(location), ISelectionNode, INamedSyntaxNode
{
    public override SyntaxKind Kind => SyntaxKind.FragmentSpread;

    public NameNode Name { get; } = name;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public override IEnumerable<ISyntaxNode> GetNodes() => [Name, .. Directives];
}

/// <summary>A selection that holds only for one type, or only carries directives.</summary>
public sealed class InlineFragmentNode(
    Location? location,
    NamedTypeNode? typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet) : SyntaxNode(location), ISelectionNode
{
    public override SyntaxKind Kind => SyntaxKind.InlineFragment;

    public NamedTypeNode? TypeCondition { get; } = typeCondition;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public SelectionSetNode SelectionSet { get; } = selectionSet;

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(TypeCondition), .. Directives, SelectionSet];
}

/// <summary>A selection with a name, for use by spreads.</summary>
public sealed class FragmentDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    NamedTypeNode typeCondition,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet)
    : SyntaxNode(location), IExecutableDefinitionNode, INamedSyntaxNode, IHasDirectives
{
    public override SyntaxKind Kind => SyntaxKind.FragmentDefinition;

    public NameNode Name { get; } = name;

    public StringValueNode? Description { get; } = description;

    public NamedTypeNode TypeCondition { get; } = typeCondition;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public SelectionSetNode SelectionSet { get; } = selectionSet;

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(Description), Name, TypeCondition, .. Directives, SelectionSet];
}
