using HotChocolate.Language;
using Krewe.Embedded.Validation;

namespace Krewe.GraphQL.Tests.Validation.Sdl;

internal sealed class SdlType(ITypeDefinitionNode node) : INamedTypeView
{
    private readonly Dictionary<string, IFieldView> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IInputView> _inputs = new(StringComparer.Ordinal);

    public string Name => node.Name.Value;

    public NamedTypeKind Kind => node switch
    {
        ScalarTypeDefinitionNode => NamedTypeKind.Scalar,
        EnumTypeDefinitionNode => NamedTypeKind.Enum,
        InputObjectTypeDefinitionNode => NamedTypeKind.InputObject,
        ObjectTypeDefinitionNode => NamedTypeKind.Object,
        InterfaceTypeDefinitionNode => NamedTypeKind.Interface,
        _ => NamedTypeKind.Union,
    };

    public bool IsNonNull => false;

    public ITypeView Nullable => this;

    public ITypeView? Item => null;

    public INamedTypeView Named => this;

    public IReadOnlyList<IFieldView> Fields { get; private set; } = [];

    public IReadOnlyList<INamedTypeView> Interfaces { get; private set; } = [];

    public IReadOnlyList<INamedTypeView> PossibleTypes { get; private set; } = [];

    public IReadOnlyList<IInputView> InputFields { get; private set; } = [];

    public IReadOnlyList<string> EnumValues { get; private set; } = [];

    public bool IsOneOf => node.Directives.Any(directive => directive.Name.Value == "oneOf");

    public IFieldView? FindField(string name) => _fields.GetValueOrDefault(name);

    public IInputView? FindInputField(string name) => _inputs.GetValueOrDefault(name);

    public bool HasEnumValue(string name) => EnumValues.Contains(name, StringComparer.Ordinal);

    public bool CanBe(INamedTypeView objectType) => PossibleTypes.Contains(objectType);

    public override string ToString() => Name;

    /// <summary>Finds the types this one names, now that all are known.</summary>
    public void Complete(SdlSchema schema)
    {
        switch (node)
        {
            case ObjectTypeDefinitionNode type:
                Complete(schema, type.Fields, type.Interfaces);
                PossibleTypes = [this];
                break;
            case InterfaceTypeDefinitionNode type:
                Complete(schema, type.Fields, type.Interfaces);
                break;
            case UnionTypeDefinitionNode type:
                PossibleTypes = [.. type.Types.Select(named => schema.Named(named.Name.Value))];
                break;
            case EnumTypeDefinitionNode type:
                EnumValues = [.. type.Values.Select(value => value.Name.Value)];
                break;
            case InputObjectTypeDefinitionNode type:
                InputFields = [.. type.Fields.Select(field => new SdlInput(field, schema))];
                break;
            default:
                break;
        }

        foreach (var field in InputFields)
        {
            _inputs.Add(field.Name, field);
        }
    }

    private void Complete(
        SdlSchema schema,
        IReadOnlyList<FieldDefinitionNode> fields,
        IReadOnlyList<NamedTypeNode> interfaces)
    {
        Fields = [.. fields.Select(field => new SdlField(field, schema))];
        foreach (var field in Fields)
        {
            _fields.Add(field.Name, field);
        }

        var kept = interfaces.Select(named => schema.Named(named.Name.Value)).ToList();
        Interfaces = kept;
        if (Kind is NamedTypeKind.Object)
        {
            kept.ForEach(type => type.PossibleTypes = [.. type.PossibleTypes, this]);
        }
    }
}
