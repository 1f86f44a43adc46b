namespace HotChocolate.Types;

/// <summary>A type as a field has it: a named one, or a list or non-null of one.</summary>
internal abstract class TypeNode : ITypeView
{
    private ListType? _list;
    private NonNullType? _nonNull;

    public bool IsNonNull => this is NonNullType;

    /// <summary>The same type without the exclamation mark.</summary>
    public TypeNode Nullable => this is NonNullType nonNull ? nonNull.Inner : this;

    public abstract NamedType Named { get; }

    ITypeView ITypeView.Nullable => Nullable;

    ITypeView? ITypeView.Item => (this as ListType)?.Item;

    INamedTypeView ITypeView.Named => Named;

    public ListType List() => _list ??= new(this);

    public NonNullType NonNull() => _nonNull ??= new(this);
}

internal sealed class ListType(TypeNode item) : TypeNode
{
    public TypeNode Item { get; } = item;

    public override NamedType Named => Item.Named;

    public override string ToString() => $"[{Item}]";
}

internal sealed class NonNullType(TypeNode inner) : TypeNode
{
    public TypeNode Inner { get; } = inner is NonNullType
        ? throw new ArgumentException($"{inner} is non-null already.", nameof(inner))
        : inner;

    public override NamedType Named => Inner.Named;

    public override string ToString() => $"{Inner}!";
}

/// <summary>A type with a name. Filled while the schema is built, and read only after.</summary>
internal abstract class NamedType(string name) : TypeNode, INamedTypeView
{
    public string Name { get; } = name;

    public string? Description { get; set; }

    /// <summary>The C# type it stands for, if there is one.</summary>
    public Type? RuntimeType { get; init; }

    public abstract NamedTypeKind Kind { get; }

    public bool IsInput => Kind is
        NamedTypeKind.Scalar or NamedTypeKind.Enum or NamedTypeKind.InputObject;

    public bool IsOutput => Kind is not NamedTypeKind.InputObject;

    public bool IsLeaf => Kind is NamedTypeKind.Scalar or NamedTypeKind.Enum;

    public bool IsComposite =>
        Kind is NamedTypeKind.Object or NamedTypeKind.Interface or NamedTypeKind.Union;

    public override NamedType Named => this;

    public override string ToString() => Name;
}
