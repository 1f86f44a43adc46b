using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>Reads the rows of a payload straight from its bytes.</summary>
/// <remarks>
/// Shape: a list of rows, each a list of cells in the order of the schema; with one column a
/// row may be the bare value. A bad value is counted and sampled and costs nothing but itself;
/// an empty one is a gap.
/// </remarks>
internal sealed class MetaRowReader(MetaCall call, MetaSchema schema)
{
    private const int SamplesMax = 100;
    private const int ValueLengthMax = 4_096;

    private static readonly SearchValues<byte> UpperHex = SearchValues.Create("ABCDEF"u8);

    private readonly MemberRows _rows = new(1_024);
    private readonly Dictionary<string, string> _samples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _breaches = new(StringComparer.Ordinal);
    private readonly byte[] _scratch = new byte[ValueLengthMax];
    private int _received;
    private int _invalid;

    public MetaPayload Read(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new MetaRefusalException(
                MetaErrors.Invalid("Param payload[data] must be an array"));
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++_received > MetaPayload.RowsMax)
            {
                throw new MetaRefusalException(MetaErrors.Invalid(
                    $"Param payload[data] holds more than {MetaPayload.RowsMax} rows"));
            }

            ReadRow(ref reader);
        }

        foreach (var (kind, count) in _breaches)
        {
            call.Report(kind, string.Create(
                CultureInfo.InvariantCulture, $"{call.Path}: {count} of {_received} rows"));
        }

        return new MetaPayload(schema, _rows, _received, _invalid, _samples);
    }

    private void ReadRow(ref Utf8JsonReader reader)
    {
        var partsBefore = _rows.PartCount;
        var badBefore = _invalid;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            RequireCells(1);
            ReadCell(ref reader, schema.Columns[0]);
        }
        else
        {
            ReadCells(ref reader);
        }

        if (_rows.PartCount == partsBefore && _invalid == badBefore)
        {
            Refuse(""u8);
        }

        _rows.EndRow();
    }

    private void ReadCells(ref Utf8JsonReader reader)
    {
        var cell = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; cell++)
        {
            if (cell < schema.Columns.Count)
            {
                ReadCell(ref reader, schema.Columns[cell]);
            }
            else
            {
                reader.Skip();
            }
        }

        RequireCells(cell);
    }

    private void RequireCells(int count)
    {
        if (count != schema.Columns.Count)
        {
            throw new MetaRefusalException(MetaErrors.Invalid(
                $"Row {_received - 1} of payload[data] has {count} values, "
                    + $"the schema has {schema.Columns.Count}"));
        }
    }

    private void ReadCell(ref Utf8JsonReader reader, MetaColumn column)
    {
        if (column.Form == ColumnForm.Ignored
            || reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        var value = ValueOf(ref reader).Trim(" \t\r\n"u8);
        if (value.IsEmpty)
        {
            return;
        }

        if (column.Form == ColumnForm.Hash)
        {
            ReadHash(value, column);
        }
        else
        {
            ReadText(value, column);
        }
    }

    private void ReadHash(ReadOnlySpan<byte> value, MetaColumn column)
    {
        if (!Digest.TryParse(value, out var digest))
        {
            Breach(LooksPersonal(value, column.Kind) ? "plain-personal-data" : "not-a-hash");
            Refuse(value);
            return;
        }

        if (digest == Digest.OfNothing)
        {
            Breach("hash-of-nothing");
            Refuse(value);
            return;
        }

        if (value.ContainsAny(UpperHex))
        {
            Breach("upper-case-hash");
        }

        if (column.Kind == IdentifierKind.Phone
            && call.World.Universe?.KnowsWithPlus(digest) == true)
        {
            Breach("phone-hashed-with-plus");
        }

        _rows.AddPart(new MemberPart(new Identifier(digest, column.Kind), Text: null));
    }

    private void ReadText(ReadOnlySpan<byte> value, MetaColumn column)
    {
        if (value.Contains((byte)'@'))
        {
            Breach("plain-personal-data");
        }

        var text = Encoding.UTF8.GetString(value);
        if (column.Form == ColumnForm.Device)
        {
            var lower = text.ToLowerInvariant();
            if (lower != text)
            {
                Breach("upper-case-device-id");
            }

            text = lower;
        }

        var digest = Digest.Of(Encoding.UTF8.GetBytes(text));
        _rows.AddPart(new MemberPart(new Identifier(digest, column.Kind), text));
    }

    private ReadOnlySpan<byte> ValueOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > ValueLengthMax)
        {
            throw new MetaRefusalException(
                MetaErrors.Invalid($"Row {_received - 1} of payload[data] has too long a value"));
        }

        // Numbers and plain text are read where they stand; only escapes need a copy.
        return reader.ValueIsEscaped
            ? _scratch.AsSpan(0, reader.CopyString(_scratch))
            : reader.ValueSpan;
    }

    private void Refuse(ReadOnlySpan<byte> value)
    {
        _invalid++;
        if (_samples.Count < SamplesMax)
        {
            var row = (_received - 1).ToString(CultureInfo.InvariantCulture);
            _samples.TryAdd(row, Encoding.UTF8.GetString(value));
        }
    }

    private void Breach(string kind) =>
        _breaches[kind] = _breaches.GetValueOrDefault(kind) + 1;

    private static bool LooksPersonal(ReadOnlySpan<byte> value, IdentifierKind kind) =>
        value.Contains((byte)'@')
        || kind is IdentifierKind.FirstName or IdentifierKind.LastName
        || (kind == IdentifierKind.Phone && value.Length < 20);
}
