using HotChocolate.Building;
using HotChocolate.Types;
using HotChocolate.Types.Scalars;

namespace HotChocolate.Inference;

/// <summary>Makes output types of C# types. Their fields are filled in later, one by one.</summary>
internal sealed class OutputTypes(TypeTable types)
{
    private readonly Queue<FieldsType> _unfilled = new();

    /// <summary>The next type whose fields are not there yet.</summary>
    public FieldsType? NextUnfilled() => _unfilled.TryDequeue(out var type) ? type : null;

    public TypeNode TypeOf(ClrUse use, Func<Type, NamedType>? named = null)
    {
        named ??= NamedOf;
        use = use.Unwrapped;
        if (typeof(IFieldResult).IsAssignableFrom(use.Type))
        {
            return TypeOf(use.Arguments[0], named);
        }

        TypeNode type = use.Item is { } item ? TypeOf(item, named).List() : named(use.Type);
        return use.IsNullable ? type : type.NonNull();
    }

    public NamedType NamedOf(Type type) => NamedOf(type, kind: null);

    /// <summary>The type of a C# type, which may be said to be of another kind.</summary>
    public NamedType NamedOf(Type type, NamedTypeKind? kind)
    {
        if (types.FindOutput(type) is { } known)
        {
            return known;
        }

        if (ScalarTypes.Of(type) is { } scalar)
        {
            return types.Use(scalar);
        }

        return type switch
        {
            { IsEnum: true } => types.AddOutput(type, EnumFactory.Make(type)),
            _ when kind is NamedTypeKind.Union || Has<UnionTypeAttribute>(type) => types.AddOutput(
                type,
                new UnionType(Naming.TypeOf(type))
                {
                    RuntimeType = type,
                    Description = Members.DescriptionOf(type),
                }),
            _ when IsInterface(type, kind) => AddLater(
                type,
                new InterfaceType(Naming.TypeOf(type))
                {
                    RuntimeType = type,
                    Description = Members.DescriptionOf(type),
                }),
            _ when type.IsPrimitive || type.IsPointer || type == typeof(void) =>
                throw new BuildException($"{type.FullName} has no GraphQL type."),
            _ => AddLater(type, new ObjectType(Naming.TypeOf(type))
            {
                RuntimeType = type,
                Description = Members.DescriptionOf(type),
            }),
        };
    }

    /// <summary>Adds a root, which may have a class of its own or none.</summary>
    public ObjectType AddRoot(ObjectType type)
    {
        if (type.RuntimeType is { } runtime)
        {
            return AddLater(runtime, type);
        }

        types.Add(type);
        _unfilled.Enqueue(type);
        return type;
    }

    private T AddLater<T>(Type runtime, T type)
        where T : FieldsType
    {
        types.AddOutput(runtime, type);
        _unfilled.Enqueue(type);
        return type;
    }

    private static bool IsInterface(Type type, NamedTypeKind? kind) =>
        kind is NamedTypeKind.Interface
        || (kind is null && (type.IsInterface || Has<InterfaceTypeAttribute>(type)));

    private static bool Has<T>(Type type)
        where T : Attribute => type.IsDefined(typeof(T), inherit: false);
}
