using System.Collections;
using System.Text.Json;
using HotChocolate.Execution.Inputs;
using HotChocolate.Language;

namespace HotChocolate.Types.Scalars;

/// <summary>Any JSON. What comes in outlives the request.</summary>
internal sealed class AnyScalar() : ScalarType("Any")
{
    public override object Read(in InputValue value) => value.ToJson();

    public override object Complete(object value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Undefined } => throw Refuse(value),
        JsonElement or string or bool or int or long or decimal => value,
        double number when double.IsFinite(number) => value,
        IDictionary or IEnumerable => JsonSerializer.SerializeToElement(value),
        _ => throw Refuse(value),
    };

    public override void Write(Utf8JsonWriter writer, object value)
    {
        if (value is JsonElement element)
        {
            element.WriteTo(writer);
        }
        else
        {
            JsonSerializer.Serialize(writer, value);
        }
    }

    public override IValueNode ToLiteral(object value) =>
        LiteralJson.ToLiteral(JsonSerializer.SerializeToElement(value));
}
