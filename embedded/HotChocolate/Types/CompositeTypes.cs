using System.Collections.Frozen;
using HotChocolate.Introspection;

namespace HotChocolate.Types;

/// <summary>An object or an interface: what has output fields.</summary>
internal abstract class FieldsType(string name) : NamedType(name)
{
    private FrozenDictionary<string, OutputField> _byName =
        FrozenDictionary<string, OutputField>.Empty;

    public IReadOnlyList<OutputField> Fields { get; private set; } = [];

    public List<InterfaceType> Interfaces { get; } = [];

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

    public override TypeKind Kind => TypeKind.Object;
}

internal sealed class InterfaceType(string name) : FieldsType(name)
{
    public override TypeKind Kind => TypeKind.Interface;
}

internal sealed class UnionType(string name) : NamedType(name)
{
    public override TypeKind Kind => TypeKind.Union;

    public List<ObjectType> Cases { get; } = [];
}
