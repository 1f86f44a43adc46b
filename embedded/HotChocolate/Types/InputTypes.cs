using System.Collections.Frozen;
using HotChocolate.Execution.Inputs;
using HotChocolate.Language;

namespace HotChocolate.Types;

/// <summary>An argument, or a field of an input object.</summary>
internal sealed class InputField(string name, TypeNode type) : IInputView
{
    public string Name { get; } = name;

    public TypeNode Type { get; } = type;

    public string? Description { get; init; }

    public string? DeprecationReason { get; init; }

    /// <summary>What holds when nothing is given; null when there is no default.</summary>
    public IValueNode? Default { get; init; }

    /// <summary>Makes the C# value of what was given.</summary>
    public required InputBinder Binder { get; init; }

    ITypeView IInputView.Type => Type;

    bool IInputView.HasDefault => Default is not null;

    public bool IsRequired => Type.IsNonNull && Default is null;

    public override string ToString() => $"{Name}: {Type}";
}

internal sealed class InputObjectType(string name) : NamedType(name), INamedTypeView
{
    private FrozenDictionary<string, InputField> _byName =
        FrozenDictionary<string, InputField>.Empty;

    public override NamedTypeKind Kind => NamedTypeKind.InputObject;

    /// <summary>Exactly one field is given.</summary>
    public bool IsOneOf { get; init; }

    public IReadOnlyList<InputField> Fields { get; private set; } = [];

    /// <summary>Makes the C# object of the values of all fields, in their order.</summary>
    public InputFactory? Factory { get; set; }

    IReadOnlyList<IInputView> INamedTypeView.InputFields => Fields;

    IInputView? INamedTypeView.FindInputField(string name) => Field(name);

    public void SetFields(IReadOnlyList<InputField> fields)
    {
        Fields = fields;
        _byName = fields.DistinctBy(field => field.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(field => field.Name, StringComparer.Ordinal);
    }

    public InputField? Field(string name) => _byName.GetValueOrDefault(name);
}
