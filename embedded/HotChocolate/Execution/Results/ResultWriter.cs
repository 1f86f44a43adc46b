using System.Globalization;
using System.Text.Json;
using HotChocolate.Execution.Plans;
using HotChocolate.Execution.Running;

namespace HotChocolate.Execution.Results;

/// <summary>Writes a response as JSON: errors, data, extensions, in this order.</summary>
internal static class ResultWriter
{
    private static readonly JsonEncodedText Errors = JsonEncodedText.Encode("errors");
    private static readonly JsonEncodedText Data = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Extensions = JsonEncodedText.Encode("extensions");
    private static readonly JsonEncodedText Message = JsonEncodedText.Encode("message");

    public static void Write(Utf8JsonWriter writer, OperationResult result)
    {
        writer.WriteStartObject();
        if (result.Errors.Count > 0)
        {
            writer.WritePropertyName(Errors);
            WriteErrors(writer, result.Errors);
        }

        if (result.Data is { } data)
        {
            writer.WritePropertyName(Data);
            WriteValue(writer, data, 0);
        }

        if (result.Extensions.Count > 0)
        {
            writer.WritePropertyName(Extensions);
            WriteAny(writer, result.Extensions);
        }

        writer.WriteEndObject();
    }

    public static void WriteErrors(Utf8JsonWriter writer, IEnumerable<IError> errors)
    {
        writer.WriteStartArray();
        foreach (var error in errors)
        {
            Write(writer, error);
        }

        writer.WriteEndArray();
    }

    // Nests as deep as the document and its lists, which the parser and the schema bound.
    private static void WriteValue(Utf8JsonWriter writer, ResultTable data, int at)
    {
        ref readonly var slot = ref data[at];
        switch (slot.State)
        {
            case SlotState.Leaf:
                ((LeafCompletion)slot.Completion!).Type.Write(writer, slot.Value!);
                break;
            case SlotState.Object:
                WriteObject(writer, data, slot);
                break;
            case SlotState.List:
                writer.WriteStartArray();
                for (var item = slot.First; item < slot.First + slot.Count; item++)
                {
                    WriteValue(writer, data, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, ResultTable data, in ResultSlot slot)
    {
        writer.WriteStartObject();
        for (var field = slot.First; field < slot.First + slot.Count; field++)
        {
            if (data[field].State is not SlotState.Skipped)
            {
                writer.WritePropertyName(data[field].Field!.Encoded);
                WriteValue(writer, data, field);
            }
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IError error)
    {
        writer.WriteStartObject();
        writer.WriteString(Message, error.Message);
        if (error.Locations is { Count: > 0 } locations)
        {
            writer.WriteStartArray("locations");
            foreach (var location in locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", location.Line);
                writer.WriteNumber("column", location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is { } path)
        {
            writer.WritePropertyName("path");
            WriteAny(writer, path.ToList());
        }

        if (error.Extensions is { Count: > 0 } extensions)
        {
            writer.WritePropertyName(Extensions);
            WriteAny(writer, extensions);
        }

        writer.WriteEndObject();
    }

    /// <summary>Extensions hold what filters and resolvers put there.</summary>
    private static void WriteAny(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> fields:
                writer.WriteStartObject();
                foreach (var (name, field) in fields.OrderBy(f => f.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    WriteAny(writer, field);
                }

                writer.WriteEndObject();
                break;
            case IReadOnlyList<object?> items:
                writer.WriteStartArray();
                foreach (var item in items)
                {
                    WriteAny(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Path or Enum or TimeSpan:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
            default:
                JsonSerializer.Serialize(writer, value);
                break;
        }
    }
}
