namespace HotChocolate.Types;

/// <summary>A type as a field or an input has it: a named one, or a list or non-null of one.</summary>
internal abstract class TypeNode
{
    private ListType? _list;
    private NonNullType? _nonNull;

    public bool IsNonNull => this is NonNullType;

    /// <summary>The same type without the exclamation mark.</summary>
    public TypeNode Nullable => this is NonNullType nonNull ? nonNull.Inner : this;

    public abstract NamedType Named { get; }

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

internal enum TypeKind
{
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    InputObject,
}

/// <summary>A type with a name. It is filled while the schema is built, and read only after.</summary>
internal abstract class NamedType(string name) : TypeNode
{
    public string Name { get; } = name;

    public string? Description { get; set; }

    /// <summary>The C# type it stands for, if there is one.</summary>
    public Type? RuntimeType { get; init; }

    public abstract TypeKind Kind { get; }

    public bool IsInput => Kind is TypeKind.Scalar or TypeKind.Enum or TypeKind.InputObject;

    public bool IsOutput => Kind is not TypeKind.InputObject;

    public bool IsLeaf => Kind is TypeKind.Scalar or TypeKind.Enum;

    public bool IsComposite =>
        Kind is TypeKind.Object or TypeKind.Interface or TypeKind.Union;

    public override NamedType Named => this;

    public override string ToString() => Name;
}
