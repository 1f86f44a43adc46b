using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>A type as a field, an argument or a variable has it.</summary>
/// <remarks>
/// <para>Shape: a named type, or a list or non-null of one. A named type is one object;
/// wrappers may be made anew each time. <c>ToString</c> gives the notation of the grammar.
/// </para>
/// </remarks>
internal interface ITypeView
{
    bool IsNonNull { get; }

    /// <summary>The same type without the exclamation mark.</summary>
    ITypeView Nullable { get; }

    /// <summary>What a list holds; null for what is no list, also for a non-null list.</summary>
    ITypeView? Item { get; }

    /// <summary>The type inside all lists and exclamation marks.</summary>
    INamedTypeView Named { get; }
}

internal enum NamedTypeKind
{
    Scalar,
    Enum,
    InputObject,
    Object,
    Interface,
    Union,
}

/// <summary>A type of the schema. A kind overrides what it has, and is empty of the rest.
/// </summary>
internal interface INamedTypeView : ITypeView
{
    string Name { get; }

    NamedTypeKind Kind { get; }

    /// <summary>Output fields, without those of introspection.</summary>
    IReadOnlyList<IFieldView> Fields => [];

    /// <summary>All interfaces that an object or interface type keeps.</summary>
    IReadOnlyList<INamedTypeView> Interfaces => [];

    /// <summary>The object types that a value of this type can have.</summary>
    IReadOnlyList<INamedTypeView> PossibleTypes => [];

    IReadOnlyList<IInputView> InputFields => [];

    /// <summary>Whether exactly one field of the input is to be given.</summary>
    bool IsOneOf => false;

    IReadOnlyList<string> EnumValues => [];

    IFieldView? FindField(string name) => null;

    IInputView? FindInputField(string name) => null;

    /// <summary>Whether a value of this type can have that object type.</summary>
    bool CanBe(INamedTypeView objectType) => ReferenceEquals(this, objectType);

    bool HasEnumValue(string name) => false;

    /// <summary>What is wrong with a literal for a scalar of the schema's own; null if it fits.
    /// The five scalars of the specification are not asked.</summary>
    string? FaultOf(IValueNode literal) => null;
}
