using System.Globalization;
using System.Text.Json;
using HotChocolate.Execution.Inputs;
using HotChocolate.Language;

namespace HotChocolate.Types.Scalars;

internal sealed class StringScalar() : ScalarType("String")
{
    public override object Read(in InputValue value) => value.Kind is InputKind.Text
        ? value.Text
        : throw Refuse(value, "a string is needed");

    public override object Complete(object value) => value switch
    {
        string => value,
        char or Uri or Guid => value.ToString()!,
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteStringValue((string)value);

    public override IValueNode ToLiteral(object value) => new StringValueNode((string)value);
}

/// <summary>Opaque to the client. Numbers are taken as their digits.</summary>
internal sealed class IdScalar() : ScalarType("ID")
{
    public override object Read(in InputValue value) =>
        value.Kind is InputKind.Text or InputKind.Int
            ? value.Text
            : throw Refuse(value, "a string or an integer is needed");

    public override object Complete(object value) => value switch
    {
        string => value,
        Guid guid => guid.ToString("N"),
        IFormattable number when value is int or long or short =>
            number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteStringValue((string)value);

    public override IValueNode ToLiteral(object value) =>
        new StringValueNode((string)Complete(value));
}

internal sealed class BooleanScalar() : ScalarType("Boolean")
{
    public override object Read(in InputValue value) => value.Kind is InputKind.Boolean
        ? value.Boolean
        : throw Refuse(value, "true or false is needed");

    public override object Complete(object value) => value is bool ? value : throw Refuse(value);

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteBooleanValue((bool)value);

    public override IValueNode ToLiteral(object value) => new BooleanValueNode((bool)value);
}

/// <summary>A scalar that travels as a string of one format.</summary>
internal sealed class FormattedScalar<T>(
    string name, string expected, FormattedScalar<T>.Parser parse, Func<object, string?> format)
    : ScalarType(name)
{
    /// <summary>Reads the text; false when it has another format.</summary>
    public delegate bool Parser(string text, out T value);

    public override object Read(in InputValue value) =>
        value.Kind is InputKind.Text && parse(value.Text, out var read)
            ? read!
            : throw Refuse(value, expected);

    public override object Complete(object value) => format(value) ?? throw Refuse(value);

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteStringValue((string)value);

    public override IValueNode ToLiteral(object value) =>
        new StringValueNode((string)Complete(value));
}
