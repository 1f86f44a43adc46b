using System.Collections.Frozen;
using System.Text.Json;
using HotChocolate.Execution.Inputs;
using HotChocolate.Language;

namespace HotChocolate.Types;

/// <summary>A type whose values have no fields.</summary>
internal abstract class LeafType(string name) : NamedType(name)
{
    /// <summary>The C# value of what was given, which is not null.</summary>
    /// <exception cref="InputException">The type does not take it.</exception>
    public abstract object Read(in InputValue value);

    /// <summary>The value that will be written, of what a resolver gave.</summary>
    /// <exception cref="LeafException">The type has no such value.</exception>
    public abstract object Complete(object value);

    /// <summary>Writes what <see cref="Complete"/> gave.</summary>
    public abstract void Write(Utf8JsonWriter writer, object value);

    /// <summary>The literal of a C# value, for defaults.</summary>
    public abstract IValueNode ToLiteral(object value);
}

/// <summary>A resolver gave what its type cannot say.</summary>
internal sealed class LeafException(string message) : Exception(message);

internal abstract class ScalarType(string name) : LeafType(name)
{
    public override NamedTypeKind Kind => NamedTypeKind.Scalar;

    public string? SpecifiedBy { get; init; }

    protected InputException Refuse(in InputValue value, string expected) =>
        new($"{Name} cannot represent {Say(value)}: {expected}.");

    protected LeafException Refuse(object value) =>
        new($"{Name} cannot represent a value of type {value.GetType().Name}.");

    // Says what kind of thing was given, and never the thing itself, which may be personal.
    private static string Say(in InputValue value) => value.Kind switch
    {
        InputKind.Text => "a string value",
        InputKind.Int or InputKind.Float => "this number",
        InputKind.Boolean => "a boolean value",
        InputKind.Enum => "an enum value",
        InputKind.List => "a list",
        InputKind.Object => "an object",
        _ => "null",
    };
}

internal sealed record EnumValue(string Name, object Value)
{
    public JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);

    public string? Description { get; init; }

    public string? DeprecationReason { get; init; }
}

internal sealed class EnumType(string name, IReadOnlyList<EnumValue> values)
    : LeafType(name), INamedTypeView
{
    private readonly FrozenDictionary<string, EnumValue> _byName =
        values.DistinctBy(value => value.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(value => value.Name, StringComparer.Ordinal);

    private readonly FrozenDictionary<object, EnumValue> _byValue =
        values.DistinctBy(value => value.Value).ToFrozenDictionary(value => value.Value);

    public override NamedTypeKind Kind => NamedTypeKind.Enum;

    public IReadOnlyList<EnumValue> Values { get; } = values;

    IReadOnlyList<string> INamedTypeView.EnumValues => [.. Values.Select(value => value.Name)];

    bool INamedTypeView.HasEnumValue(string name) => _byName.ContainsKey(name);

    public override object Read(in InputValue value)
    {
        if (value.Kind is InputKind.Enum || (value.Kind is InputKind.Text && value.IsJson))
        {
            if (_byName.TryGetValue(value.Text, out var known))
            {
                return known.Value;
            }

            throw new InputException($"The enum `{Name}` has no such value.");
        }

        throw new InputException($"The enum `{Name}` takes one of its names.");
    }

    public override object Complete(object value) => _byValue.TryGetValue(value, out var known)
        ? known
        : throw new LeafException($"The enum `{Name}` has no such value.");

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteStringValue(((EnumValue)value).Encoded);

    public override IValueNode ToLiteral(object value) =>
        new EnumValueNode(((EnumValue)Complete(value)).Name);
}
