using Krewe.Embedded.Language;

namespace HotChocolate.Language;

public enum OperationType
{
    Query,
    Mutation,
    Subscription,
}

/// <summary>A query, a mutation or a subscription.</summary>
public sealed class OperationDefinitionNode(
    Location? location,
    NameNode? name,
    StringValueNode? description,
    OperationType operation,
    IReadOnlyList<VariableDefinitionNode> variableDefinitions,
    IReadOnlyList<DirectiveNode> directives,
    SelectionSetNode selectionSet)
    : SyntaxNode(location), IExecutableDefinitionNode, IHasDirectives
{
    public override SyntaxKind Kind => SyntaxKind.OperationDefinition;

    /// <summary>Null for the one operation of a document that needs no name.</summary>
    public NameNode? Name { get; } = name;

    public StringValueNode? Description { get; } = description;

    public OperationType Operation { get; } = operation;

    public IReadOnlyList<VariableDefinitionNode> VariableDefinitions { get; } =
        variableDefinitions;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public SelectionSetNode SelectionSet { get; } = selectionSet;

    internal override string Text => Operation.Keyword();

    public override IEnumerable<ISyntaxNode> GetNodes() =>
    [
        .. Maybe(Description), .. Maybe(Name), .. VariableDefinitions, .. Directives,
        SelectionSet,
    ];
}

/// <summary>One variable of an operation: its type and its default.</summary>
public sealed class VariableDefinitionNode(
    Location? location,
    VariableNode variable,
    StringValueNode? description,
    ITypeNode type,
    IValueNode? defaultValue,
    IReadOnlyList<DirectiveNode> directives) : SyntaxNode(location), IHasDirectives
{
    public override SyntaxKind Kind => SyntaxKind.VariableDefinition;

    public VariableNode Variable { get; } = variable;

    public StringValueNode? Description { get; } = description;

    public ITypeNode Type { get; } = type;

    public IValueNode? DefaultValue { get; } = defaultValue;

    public IReadOnlyList<DirectiveNode> Directives { get; } = directives;

    public override IEnumerable<ISyntaxNode> GetNodes() =>
        [.. Maybe(Description), Variable, Type, .. Maybe(DefaultValue), .. Directives];
}

internal static class OperationTypeExtensions
{
    /// <summary>The word that begins an operation of this type.</summary>
    public static string Keyword(this OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription",
    };
}
