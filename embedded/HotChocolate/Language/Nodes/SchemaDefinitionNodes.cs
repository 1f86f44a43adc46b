using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Which types the operations of a schema begin with.</summary>
public sealed class SchemaDefinitionNode(
    Location? location,
    StringValueNode? description,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<OperationTypeDefinitionNode> operationTypes)
    : SyntaxNode(location), ITypeSystemDefinitionNode, IHasDirectives
{
    public override SyntaxKind Kind => SyntaxKind.SchemaDefinition;

    public StringValueNode? Description { get; } = description;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public IReadOnlyList<OperationTypeDefinitionNode> OperationTypes { get; } = operationTypes;

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(Description), .. Directives, .. OperationTypes];
}

public sealed class SchemaExtensionNode(
    Location? location,
    IReadOnlyList<DirectiveNode> directives,
    IReadOnlyList<OperationTypeDefinitionNode> operationTypes)
    : SyntaxNode(location), ITypeSystemDefinitionNode, IHasDirectives
{
    public override SyntaxKind Kind => SyntaxKind.SchemaExtension;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public IReadOnlyList<OperationTypeDefinitionNode> OperationTypes { get; } = operationTypes;

    public override IEnumerable<ISyntaxNode> GetNodes() => [.. Directives, .. OperationTypes];
}

/// <summary>The root type of one kind of operation.</summary>
public sealed class OperationTypeDefinitionNode(
    Location? location, OperationType operation, NamedTypeNode type) : SyntaxNode(location)
{
    public override SyntaxKind Kind => SyntaxKind.OperationTypeDefinition;

    public OperationType Operation { get; } = operation;

    public NamedTypeNode Type { get; } = type;

    internal override string Text => Operation.Keyword();

    public override IEnumerable<ISyntaxNode> GetNodes() => [Type];
}

public sealed class DirectiveDefinitionNode(
    Location? location,
    NameNode name,
    StringValueNode? description,
    bool isRepeatable,
    IReadOnlyList<InputValueDefinitionNode> arguments,
    IReadOnlyList<NameNode> locations) : SyntaxNode(location), ITypeSystemDefinitionNode
{
    public override SyntaxKind Kind => SyntaxKind.DirectiveDefinition;

    public NameNode Name { get; } = name;

    public StringValueNode? Description { get; } = description;

    public bool IsRepeatable { get; } = isRepeatable;

    public IReadOnlyList<InputValueDefinitionNode> Arguments { get; } = arguments;

    public IReadOnlyList<NameNode> Locations { get; } = locations;

    internal override string? Text => IsRepeatable ? "repeatable" : null;

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(Description), Name, .. Arguments, .. Locations];
}
