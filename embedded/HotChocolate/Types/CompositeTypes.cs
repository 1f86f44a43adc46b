using System.Collections.Frozen;

namespace HotChocolate.Types;

/// <summary>An object or an interface: what has output fields.</summary>
internal abstract class FieldsType(string name) : NamedType(name), INamedTypeView
{
    private FrozenDictionary<string, OutputField> _byName =
        FrozenDictionary<string, OutputField>.Empty;

    public IReadOnlyList<OutputField> Fields { get; private set; } = [];

    public List<InterfaceType> Interfaces { get; } = [];

    IReadOnlyList<IFieldView> INamedTypeView.Fields => Fields;

    IReadOnlyList<INamedTypeView> INamedTypeView.Interfaces => Interfaces;

    public virtual IReadOnlyList<INamedTypeView> PossibleTypes => [];

    public virtual bool CanBe(INamedTypeView objectType) => ReferenceEquals(this, objectType);

    IFieldView? INamedTypeView.FindField(string name) => Field(name);

    public void SetFields(IReadOnlyList<OutputField> fields)
    {
        Fields = fields;
        _byName = fields.DistinctBy(field => field.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public OutputField? Field(string name) => _byName.GetValueOrDefault(name);
}

internal sealed class ObjectType(string name) : FieldsType(name)
{
    /// <summary>Its __typename, which needs no call.</summary>
    public OutputField TypeName { get; } = MetaFields.TypeNameOf(name);

    public override NamedTypeKind Kind => NamedTypeKind.Object;

    public override IReadOnlyList<INamedTypeView> PossibleTypes => [this];
}

internal sealed class InterfaceType(string name) : FieldsType(name)
{
    public override NamedTypeKind Kind => NamedTypeKind.Interface;

    /// <summary>The objects that implement it; known when the schema is built.</summary>
    public IReadOnlyList<ObjectType> Implementers { get; set; } = [];

    public override IReadOnlyList<INamedTypeView> PossibleTypes => Implementers;

    public override bool CanBe(INamedTypeView objectType) =>
        objectType is ObjectType type && type.Interfaces.Contains(this);
}

internal sealed class UnionType(string name) : NamedType(name), INamedTypeView
{
    public override NamedTypeKind Kind => NamedTypeKind.Union;

    public List<ObjectType> Cases { get; } = [];

    IReadOnlyList<INamedTypeView> INamedTypeView.PossibleTypes => Cases;

    bool INamedTypeView.CanBe(INamedTypeView objectType) =>
        objectType is ObjectType type && Cases.Contains(type);
}
