using HotChocolate.Language;

namespace Krewe.GraphQL.Tests.Language;

/// <summary>Parts of schemas.</summary>
internal sealed partial class RandomSyntax
{
    private IDefinitionNode TypeSystem() => _random.Next(15) switch
    {
        0 => new SchemaDefinitionNode(null, Maybe(Text), Constants(), RootTypes()),
        1 => new ScalarTypeDefinitionNode(null, Name(), Maybe(Text), Constants()),
        2 => new ObjectTypeDefinitionNode(
            null, Name(), Maybe(Text), Constants(), Types(0), Fields(0)),
        3 => new InterfaceTypeDefinitionNode(
            null, Name(), Maybe(Text), Constants(), Types(0), Fields(0)),
        4 => new UnionTypeDefinitionNode(null, Name(), Maybe(Text), Constants(), Types(0)),
        5 => new EnumTypeDefinitionNode(null, Name(), Maybe(Text), Constants(), Values(0)),
        6 => new InputObjectTypeDefinitionNode(
            null, Name(), Maybe(Text), Constants(), Inputs(0)),
        7 => DirectiveDefinition(),
        8 => new SchemaExtensionNode(null, Constants(), RootTypes()),
        9 => new ScalarTypeExtensionNode(null, Name(), [new DirectiveNode("d")]),
        10 => new ObjectTypeExtensionNode(null, Name(), Constants(), Types(1), Fields(0)),
        11 => new InterfaceTypeExtensionNode(null, Name(), Constants(), Types(0), Fields(1)),
        12 => new UnionTypeExtensionNode(null, Name(), Constants(), Types(1)),
        13 => new EnumTypeExtensionNode(null, Name(), Constants(), Values(1)),
        _ => new InputObjectTypeExtensionNode(null, Name(), Constants(), Inputs(1)),
    };

    private DirectiveDefinitionNode DirectiveDefinition() => new(
        null, Name(), Maybe(Text), _random.Next(2) == 0, Inputs(0),
        [.. Some(1, 3, () => new NameNode(_random.Next(2) == 0 ? "FIELD" : "INPUT_OBJECT"))]);

    private List<DirectiveNode> Constants() => Directives(isConstant: true);

    private List<OperationTypeDefinitionNode> RootTypes() =>
    [
        .. Some(1, 3, () => new OperationTypeDefinitionNode(
            null, (OperationType)_random.Next(3), NamedType())),
    ];

    private List<NamedTypeNode> Types(int min) => [.. Some(min, 3, NamedType)];

    private List<FieldDefinitionNode> Fields(int min) =>
    [
        .. Some(min, 3, () => new FieldDefinitionNode(
            null, Name(), Maybe(Text), Inputs(0), Type(), Constants())),
    ];

    private List<InputValueDefinitionNode> Inputs(int min) =>
    [
        .. Some(min, 3, () => new InputValueDefinitionNode(
            null, Name(), Maybe(Text), Type(), Maybe(() => Value(isConstant: true)),
            Constants())),
    ];

    private List<EnumValueDefinitionNode> Values(int min) =>
    [
        .. Some(min, 3, () => new EnumValueDefinitionNode(
            null, Name(), Maybe(Text), Constants())),
    ];
}
