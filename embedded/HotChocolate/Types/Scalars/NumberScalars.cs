using System.Globalization;
using System.Text.Json;
using HotChocolate.Execution.Inputs;
using HotChocolate.Language;

namespace HotChocolate.Types.Scalars;

internal sealed class IntScalar() : ScalarType("Int")
{
    public override object Read(in InputValue value) =>
        value.Kind is InputKind.Int
            && int.TryParse(
                value.Text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var read)
            ? read
            : throw Refuse(value, "an integer of 32 bits is needed");

    public override object Complete(object value) => value switch
    {
        int => value,
        short or ushort or byte or sbyte =>
            Convert.ToInt32(value, CultureInfo.InvariantCulture),
        long number when number is >= int.MinValue and <= int.MaxValue => (int)number,
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteNumberValue((int)value);

    public override IValueNode ToLiteral(object value) =>
        new IntValueNode((int)Complete(value));
}

internal sealed class LongScalar() : ScalarType("Long")
{
    public override object Read(in InputValue value) =>
        value.Kind is InputKind.Int
            && long.TryParse(
                value.Text,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var read)
            ? read
            : throw Refuse(value, "an integer of 64 bits is needed");

    public override object Complete(object value) => value switch
    {
        long => value,
        int or uint or short or ushort or byte or sbyte =>
            Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteNumberValue((long)value);

    public override IValueNode ToLiteral(object value) =>
        new IntValueNode((long)Complete(value));
}

internal sealed class FloatScalar() : ScalarType("Float")
{
    public override object Read(in InputValue value) =>
        value.Kind is InputKind.Int or InputKind.Float
            && double.TryParse(
                value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
            && double.IsFinite(read)
            ? read
            : throw Refuse(value, "a finite number is needed");

    public override object Complete(object value) => value switch
    {
        double number when double.IsFinite(number) => value,
        float number when float.IsFinite(number) => (double)number,
        int or long or short or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteNumberValue((double)value);

    public override IValueNode ToLiteral(object value) =>
        new FloatValueNode(
            null, ((double)Complete(value)).ToString("R", CultureInfo.InvariantCulture));
}

internal sealed class DecimalScalar() : ScalarType("Decimal")
{
    public override object Read(in InputValue value) =>
        value.Kind is InputKind.Int or InputKind.Float
            && decimal.TryParse(
                value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var read)
            ? read
            : throw Refuse(value, "a decimal number of 28 digits is needed");

    public override object Complete(object value) => value switch
    {
        decimal => value,
        int or long or short => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value) =>
        writer.WriteNumberValue((decimal)value);

    public override IValueNode ToLiteral(object value) =>
        new FloatValueNode(
            null, ((decimal)Complete(value)).ToString(CultureInfo.InvariantCulture));
}
