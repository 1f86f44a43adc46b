using System.Buffers;
using System.Text.Json;
using HotChocolate.Language;

namespace HotChocolate.Execution.Inputs;

/// <summary>Between literals of GraphQL and JSON.</summary>
internal static class LiteralJson
{
    public static JsonElement ToElement(IValueNode node, VariableValues? variables)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node, variables);
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>The literal that says the same as the JSON.</summary>
    public static IValueNode ToLiteral(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new StringValueNode(json.GetString()!),
        JsonValueKind.True or JsonValueKind.False => new BooleanValueNode(json.GetBoolean()),
        JsonValueKind.Array => new ListValueNode([.. json.EnumerateArray().Select(ToLiteral)]),
        JsonValueKind.Object => new ObjectValueNode(
            [
                .. json.EnumerateObject().Select(
                    field => new ObjectFieldNode(field.Name, ToLiteral(field.Value))),
            ]),
        JsonValueKind.Number => json.GetRawText().AsSpan().ContainsAny(".eE")
            ? new FloatValueNode(null, json.GetRawText())
            : new IntValueNode(null, json.GetRawText()),
        _ => NullValueNode.Default,
    };

    // Literals nest no deeper than the parser allows.
    private static void Write(Utf8JsonWriter writer, IValueNode node, VariableValues? variables)
    {
        switch (node)
        {
            case VariableNode variable:
                WriteVariable(writer, variables![variable.Name.Value]);
                break;
            case StringValueNode text:
                writer.WriteStringValue(text.Value);
                break;
            case EnumValueNode name:
                writer.WriteStringValue(name.Value);
                break;
            case BooleanValueNode boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case IntValueNode number:
                writer.WriteRawValue(number.Value);
                break;
            case FloatValueNode number:
                writer.WriteRawValue(number.Value);
                break;
            case ListValueNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item, variables);
                }

                writer.WriteEndArray();
                break;
            case ObjectValueNode fields:
                writer.WriteStartObject();
                foreach (var field in fields.Fields)
                {
                    writer.WritePropertyName(field.Name.Value);
                    Write(writer, field.Value, variables);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteVariable(Utf8JsonWriter writer, InputValue value)
    {
        if (value.IsMissing)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.ToJson().WriteTo(writer);
        }
    }
}
