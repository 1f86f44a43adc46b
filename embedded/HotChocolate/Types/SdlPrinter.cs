using HotChocolate.Language;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Types;

/// <summary>Writes a schema as SDL.</summary>
internal static class SdlPrinter
{
    public static string Print(Schema schema) => new DocumentNode(
    [
        Definition(schema),
        .. schema.Types
            .Where(type => !ScalarTypes.Standard.Contains(type))
            .OrderBy(type => type.Kind)
            .ThenBy(type => type.Name, StringComparer.Ordinal)
            .Select(Definition),
    ]).ToString();

    private static SchemaDefinitionNode Definition(Schema schema) => new(
        null,
        null,
        [],
        [
            .. from operation in Enum.GetValues<OperationType>()
               let root = schema.RootOf(operation)
               where root is not null
               select new OperationTypeDefinitionNode(null, operation, new(root.Name)),
        ]);

    private static IDefinitionNode Definition(NamedType type)
    {
        var name = new NameNode(type.Name);
        var description = Text(type.Description);
        return type switch
        {
            ScalarType scalar => new ScalarTypeDefinitionNode(
                null, name, description, SpecifiedBy(scalar)),
            EnumType named => new EnumTypeDefinitionNode(
                null, name, description, [], [.. named.Values.Select(Value)]),
            InputObjectType input => new InputObjectTypeDefinitionNode(
                null,
                name,
                description,
                input.IsOneOf ? [new DirectiveNode("oneOf")] : [],
                [.. input.Fields.Select(Input)]),
            UnionType union => new UnionTypeDefinitionNode(
                null, name, description, [], [.. union.Cases.Select(Named)]),
            InterfaceType shape => new InterfaceTypeDefinitionNode(
                null,
                name,
                description,
                [],
                [.. shape.Interfaces.Select(Named)],
                [.. shape.Fields.Select(Field)]),
            ObjectType fields => new ObjectTypeDefinitionNode(
                null,
                name,
                description,
                [],
                [.. fields.Interfaces.Select(Named)],
                [.. fields.Fields.Select(Field)]),
            _ => throw new InvalidOperationException($"{type} is unknown."),
        };
    }

    private static FieldDefinitionNode Field(OutputField field) => new(
        null,
        new(field.Name),
        Text(field.Description),
        [.. field.Arguments.Select(Input)],
        Reference(field.Type),
        Deprecated(field.DeprecationReason));

    private static InputValueDefinitionNode Input(InputField field) => new(
        null,
        new(field.Name),
        Text(field.Description),
        Reference(field.Type),
        field.Default,
        Deprecated(field.DeprecationReason));

    private static EnumValueDefinitionNode Value(EnumValue value) => new(
        null, new(value.Name), Text(value.Description), Deprecated(value.DeprecationReason));

    private static ITypeNode Reference(TypeNode type) => type switch
    {
        NonNullType nonNull => new NonNullTypeNode((INullableTypeNode)Reference(nonNull.Inner)),
        ListType list => new ListTypeNode(Reference(list.Item)),
        _ => Named(type.Named),
    };

    private static NamedTypeNode Named(NamedType type) => new(type.Name);

    private static StringValueNode? Text(string? text) =>
        text is null ? null : new(null, text, block: true);

    private static DirectiveNode[] Deprecated(string? reason) => reason is null
        ? []
        : [new("deprecated", new ArgumentNode("reason", new StringValueNode(reason)))];

    private static DirectiveNode[] SpecifiedBy(ScalarType scalar) => scalar.SpecifiedBy is null
        ? []
        : [new("specifiedBy", new ArgumentNode("url", new StringValueNode(scalar.SpecifiedBy)))];
}
