using System.Globalization;
using System.Text.Json;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>The people of one upload, read and counted.</summary>
internal sealed record MetaPayload(
    MetaSchema Schema,
    MemberRows Rows,
    int Received,
    int Invalid,
    IReadOnlyDictionary<string, string> Samples)
{
    public const int RowsMax = 10_000;

    /// <summary>Reads the parameter <c>payload</c> of a call.</summary>
    /// <exception cref="MetaRefusalException">The upload as a whole is refused.</exception>
    public static MetaPayload Read(MetaCall call)
    {
        var json = call.Parameters.Bytes("payload") ?? throw new MetaRefusalException(
            MetaErrors.Invalid("The parameter payload is required"));
        try
        {
            var payload = Read(call, json.Span);
            call.Facts.Schema = payload.Schema.ToString();
            call.Facts.Rows = payload.Received;
            call.Facts.Invalid = payload.Invalid;
            return payload;
        }
        catch (JsonException)
        {
            throw new MetaRefusalException(
                MetaErrors.Invalid("Param payload must be a JSON object with schema and data"));
        }
    }

    // The data may stand before its schema, so the members are found first and read after.
    private static MetaPayload Read(MetaCall call, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> schema = default;
        ReadOnlySpan<byte> data = default;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = reader.ValueTextEquals("schema"u8);
            var isData = reader.ValueTextEquals("data"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var value = json[start..(int)reader.BytesConsumed];
            schema = isSchema ? value : schema;
            data = isData ? value : data;
        }

        if (schema.IsEmpty || data.IsEmpty)
        {
            throw new JsonException("Schema or data is missing.");
        }

        return new MetaRowReader(call, MetaSchema.Parse(schema)).Read(data);
    }
}

/// <summary>The parameter <c>session</c>: numbers, or numbers as text.</summary>
internal readonly record struct MetaSession(long Id, long Sequence, bool IsLast, long Estimated)
{
    /// <summary>Null when the client sent none.</summary>
    public static MetaSession? Read(MetaCall call)
    {
        if (call.Parameters.Bytes("session") is not { Length: > 0 } json)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(json);
            var root = parsed.RootElement;
            var session = new MetaSession(
                Number(root, "session_id") ?? 0,
                Number(root, "batch_seq") ?? 1,
                IsTrue(root, "last_batch_flag"),
                Number(root, "estimated_num_total") ?? 0);
            (call.Facts.SessionId, call.Facts.BatchSequence, call.Facts.IsLastBatch) =
                (session.Id, session.Sequence, session.IsLast);
            return session.Id > 0 && session.Sequence > 0
                ? session
                : throw new MetaRefusalException(MetaErrors.Invalid(
                    "Param session needs a positive session_id and batch_seq"));
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new MetaRefusalException(
                MetaErrors.Invalid("Param session must be a JSON object"));
        }
    }

    private static long? Number(JsonElement session, string name) =>
        session.TryGetProperty(name, out var value)
        && long.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static bool IsTrue(JsonElement session, string name) =>
        session.TryGetProperty(name, out var value)
        && value.ToString() is "True" or "true" or "1";
}
