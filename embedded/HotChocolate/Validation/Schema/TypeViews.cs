using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Questions about types that need no more than the view.</summary>
internal static class TypeViews
{
    public static bool IsInput(this INamedTypeView type) => type.Kind is
        NamedTypeKind.Scalar or NamedTypeKind.Enum or NamedTypeKind.InputObject;

    public static bool IsLeaf(this INamedTypeView type) =>
        type.Kind is NamedTypeKind.Scalar or NamedTypeKind.Enum;

    public static bool IsComposite(this INamedTypeView type) => type.Kind is
        NamedTypeKind.Object or NamedTypeKind.Interface or NamedTypeKind.Union;

    public static bool IsAbstract(this INamedTypeView type) =>
        type.Kind is NamedTypeKind.Interface or NamedTypeKind.Union;

    /// <summary>Whether the caller has to give a value.</summary>
    public static bool IsRequired(this IInputView input) =>
        input.Type.IsNonNull && !input.HasDefault;

    public static IInputView? Find(this IReadOnlyList<IInputView> inputs, string name)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].Name == name)
            {
                return inputs[i];
            }
        }

        return null;
    }

    /// <summary>Whether some object could have either type.</summary>
    public static bool Overlaps(this INamedTypeView left, INamedTypeView right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (!left.IsAbstract())
        {
            return right.IsAbstract() && right.CanBe(left);
        }

        if (!right.IsAbstract())
        {
            return left.CanBe(right);
        }

        var objects = left.PossibleTypes;
        for (var i = 0; i < objects.Count; i++)
        {
            if (right.CanBe(objects[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every value of an input type is one of the other.</summary>
    public static bool Fits(this ITypeView type, ITypeView expected)
    {
        if (expected.IsNonNull)
        {
            return type.IsNonNull && type.Nullable.Fits(expected.Nullable);
        }

        var nullable = type.Nullable;
        if (expected.Item is { } expectedItem)
        {
            return nullable.Item is { } item && item.Fits(expectedItem);
        }

        return nullable.Item is null && ReferenceEquals(nullable.Named, expected.Named);
    }

    /// <summary>The type that a document names, or null if the schema does not know it.
    /// </summary>
    public static ITypeView? Resolve(this ISchemaView schema, ITypeNode node) => node switch
    {
        NamedTypeNode named => schema.FindType(named.Name.Value),
        ListTypeNode list => schema.Resolve(list.Type) is { } item ? new ListOf(item) : null,
        NonNullTypeNode nonNull =>
            schema.Resolve(nonNull.Type) is { } type ? new NonNullOf(type) : null,
        _ => null,
    };

    /// <summary>The composite type that a document names, or null.</summary>
    public static INamedTypeView? ResolveComposite(this ISchemaView schema, NamedTypeNode node) =>
        schema.FindType(node.Name.Value) is { } type && type.IsComposite() ? type : null;

    private sealed class ListOf(ITypeView item) : ITypeView
    {
        public bool IsNonNull => false;

        public ITypeView Nullable => this;

        public ITypeView Item => item;

        public INamedTypeView Named => item.Named;

        public override string ToString() => $"[{item}]";
    }

    private sealed class NonNullOf(ITypeView inner) : ITypeView
    {
        public bool IsNonNull => true;

        public ITypeView Nullable => inner;

        public ITypeView? Item => null;

        public INamedTypeView Named => inner.Named;

        public override string ToString() => $"{inner}!";
    }
}
