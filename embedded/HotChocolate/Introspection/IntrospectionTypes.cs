using HotChocolate.Execution.Inputs;
using HotChocolate.Language;
using HotChocolate.Resolvers;
using HotChocolate.Types;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Introspection;

/// <summary>The types that describe a schema. Their values are the schema's own objects.</summary>
internal static class IntrospectionTypes
{
    private static readonly ScalarType Text = ScalarTypes.String;
    private static readonly TypeNode Flag = ScalarTypes.Boolean.NonNull();

    public static ObjectType SchemaType { get; } = new("__Schema");

    public static ObjectType TypeType { get; } = new("__Type");

    private static readonly ObjectType FieldType = new("__Field");
    private static readonly ObjectType InputValueType = new("__InputValue");
    private static readonly ObjectType EnumValueType = new("__EnumValue");
    private static readonly ObjectType DirectiveType = new("__Directive");

    private static readonly EnumType KindType = Enum(
        "__TypeKind",
        ["SCALAR", "OBJECT", "INTERFACE", "UNION", "ENUM", "INPUT_OBJECT", "LIST", "NON_NULL"]);

    private static readonly EnumType LocationType = Enum(
        "__DirectiveLocation",
        [
            "QUERY", "MUTATION", "SUBSCRIPTION", "FIELD", "FRAGMENT_DEFINITION", "FRAGMENT_SPREAD",
            "INLINE_FRAGMENT", "VARIABLE_DEFINITION", "SCHEMA", "SCALAR", "OBJECT",
            "FIELD_DEFINITION", "ARGUMENT_DEFINITION", "INTERFACE", "UNION", "ENUM", "ENUM_VALUE",
            "INPUT_OBJECT", "INPUT_FIELD_DEFINITION", "DIRECTIVE_DEFINITION",
        ]);

    public static IReadOnlyList<NamedType> All { get; } =
    [
        SchemaType, TypeType, FieldType, InputValueType, EnumValueType, DirectiveType, KindType,
        LocationType,
    ];

    static IntrospectionTypes()
    {
        FillSchema();
        FillType();
        FillField();
        FillInputValue();
        FillEnumValue();
        FillDirective();
    }

    private static void FillSchema() => SchemaType.SetFields(
    [
        Field<Schema>("description", Text, _ => null),
        Field<Schema>("types", Many(TypeType), schema => schema.AllTypes),
        Field<Schema>(
            "queryType", TypeType.NonNull(), schema => schema.RootOf(OperationType.Query)),
        Field<Schema>("mutationType", TypeType, schema => schema.RootOf(OperationType.Mutation)),
        Field<Schema>(
            "subscriptionType", TypeType, schema => schema.RootOf(OperationType.Subscription)),
        Field<Schema>("directives", Many(DirectiveType), schema => schema.Directives),
    ]);

    private static void FillType() => TypeType.SetFields(
    [
        Field<TypeNode>("kind", KindType.NonNull(), KindOf),
        Field<TypeNode>("name", Text, type => (type as NamedType)?.Name),
        Field<TypeNode>("description", Text, type => (type as NamedType)?.Description),
        Field<TypeNode>("specifiedByURL", Text, type => (type as ScalarType)?.SpecifiedBy),
        Filtered<TypeNode>(
            "fields", FieldType.NonNull().List(), (type, all) => (type as FieldsType)?.Fields
                .Where(field => all || field.DeprecationReason is null).ToArray()),
        Field<TypeNode>(
            "interfaces", TypeType.NonNull().List(), type => (type as FieldsType)?.Interfaces),
        new("possibleTypes", TypeType.NonNull().List())
        {
            Resolver = new(context => new(PossibleOf(context))),
        },
        Filtered<TypeNode>(
            "enumValues", EnumValueType.NonNull().List(), (type, all) => (type as EnumType)?.Values
                .Where(value => all || value.DeprecationReason is null).ToArray()),
        Filtered<TypeNode>(
            "inputFields",
            InputValueType.NonNull().List(),
            (type, all) => (type as InputObjectType)?.Fields
                .Where(field => all || field.DeprecationReason is null).ToArray()),
        Field<TypeNode>("ofType", TypeType, OfType),
        Field<TypeNode>(
            "isOneOf", ScalarTypes.Boolean, type => (type as InputObjectType)?.IsOneOf),
    ]);

    private static void FillField() => FieldType.SetFields(
    [
        Field<OutputField>("name", Text.NonNull(), field => field.Name),
        Field<OutputField>("description", Text, field => field.Description),
        Filtered<OutputField>("args", Many(InputValueType), (field, all) => field.Arguments
            .Where(argument => all || argument.DeprecationReason is null).ToArray()),
        Field<OutputField>("type", TypeType.NonNull(), field => field.Type),
        Field<OutputField>("isDeprecated", Flag, field => field.DeprecationReason is not null),
        Field<OutputField>("deprecationReason", Text, field => field.DeprecationReason),
    ]);

    private static void FillInputValue() => InputValueType.SetFields(
    [
        Field<InputField>("name", Text.NonNull(), field => field.Name),
        Field<InputField>("description", Text, field => field.Description),
        Field<InputField>("type", TypeType.NonNull(), field => field.Type),
        Field<InputField>(
            "defaultValue", Text, field => field.Default?.ToString(indented: false)),
        Field<InputField>("isDeprecated", Flag, field => field.DeprecationReason is not null),
        Field<InputField>("deprecationReason", Text, field => field.DeprecationReason),
    ]);

    private static void FillEnumValue() => EnumValueType.SetFields(
    [
        Field<EnumValue>("name", Text.NonNull(), value => value.Name),
        Field<EnumValue>("description", Text, value => value.Description),
        Field<EnumValue>("isDeprecated", Flag, value => value.DeprecationReason is not null),
        Field<EnumValue>("deprecationReason", Text, value => value.DeprecationReason),
    ]);

    private static void FillDirective() => DirectiveType.SetFields(
    [
        Field<DirectiveType>("name", Text.NonNull(), directive => directive.Name),
        Field<DirectiveType>("description", Text, directive => directive.Description),
        Field<DirectiveType>("isRepeatable", Flag, directive => directive.IsRepeatable),
        Field<DirectiveType>("locations", Many(LocationType), directive => directive.Locations),
        Filtered<DirectiveType>(
            "args", Many(InputValueType), (directive, _) => directive.Arguments),
    ]);

    private static string KindOf(TypeNode type) => type switch
    {
        NonNullType => "NON_NULL",
        ListType => "LIST",
        NamedType { Kind: NamedTypeKind.InputObject } => "INPUT_OBJECT",
        NamedType named => named.Kind.ToString().ToUpperInvariant(),
        _ => throw new InvalidOperationException($"{type} is unknown."),
    };

    private static TypeNode? OfType(TypeNode type) => type switch
    {
        NonNullType nonNull => nonNull.Inner,
        ListType list => list.Item,
        _ => null,
    };

    private static object? PossibleOf(ResolverContext context) =>
        context.Source is InterfaceType or UnionType
            ? context.Run.Schema.PossibleTypes((NamedType)context.Source)
            : null;

    private static NonNullType Many(NamedType type) => type.NonNull().List().NonNull();

    private static EnumType Enum(string name, string[] values) =>
        new(name, [.. values.Select(value => new EnumValue(value, value))]);

    private static OutputField Field<T>(string name, TypeNode type, Func<T, object?> value) =>
        new(name, type) { Resolver = FieldResolver.Of(source => value((T)source)) };

    /// <summary>A field that leaves out what is deprecated, unless that is asked for.</summary>
    private static OutputField Filtered<T>(
        string name, TypeNode type, Func<T, bool, object?> value) => new(name, type)
        {
            Arguments =
            [
                new("includeDeprecated", ScalarTypes.Boolean.NonNull())
                {
                    Default = new BooleanValueNode(false),
                    Binder = new LeafBinder(ScalarTypes.Boolean, convert: null)
                    {
                        AcceptsNull = false,
                    },
                },
            ],
            Resolver = new(context => new(value((T)context.Source!, context.Argument<bool>(0)))),
        };
}
