using System.Text.Json;
using Krewe.Domain.Events;

namespace Krewe.Api.Events;

/// <summary>The members of an object, each as the bytes it is written with.</summary>
/// <remarks>Nothing is decoded or kept: a name or value points into the JSON. Throws
/// <see cref="JsonException"/> where that is not well formed.</remarks>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = JsonParts.Reader(json);
        IsObject = !json.IsEmpty && _reader.Read()
            && _reader.TokenType is JsonTokenType.StartObject;
    }

    public bool IsObject { get; }

    public ReadOnlySpan<byte> Name { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (!IsObject || !_reader.Read() || _reader.TokenType is not JsonTokenType.PropertyName)
        {
            return false;
        }

        Name = _reader.ValueSpan;
        _reader.Read();
        Value = JsonParts.Here(ref _reader, _json);
        return true;
    }

    /// <summary>Reads on to the end, so that what comes after the object is a fault.</summary>
    public void Finish()
    {
        while (_reader.Read())
        {
            _reader.Skip();
        }
    }
}

/// <summary>The items of a list, each as the bytes it is written with.</summary>
internal ref struct JsonItems
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public JsonItems(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = JsonParts.Reader(json);
        IsList = !json.IsEmpty && _reader.Read()
            && _reader.TokenType is JsonTokenType.StartArray;
    }

    public bool IsList { get; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        if (!IsList || !_reader.Read() || _reader.TokenType is JsonTokenType.EndArray)
        {
            return false;
        }

        Value = JsonParts.Here(ref _reader, _json);
        return true;
    }
}

/// <summary>Reads values that were cut out of JSON.</summary>
internal static class JsonParts
{
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) =>
        new(json, new JsonReaderOptions { MaxDepth = JsonSignals.JsonDepthMax });

    public static ReadOnlySpan<byte> Here(
        scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>A text, or the digits of a number; empty: there is none, or it is something
    /// else.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value[0] is not (byte)'"')
        {
            return !value.IsEmpty && (value[0] is (byte)'-' || char.IsAsciiDigit((char)value[0]))
                ? value
                : default;
        }

        return value.Contains((byte)'\\') ? Unescaped(value) : value[1..^1];
    }

    // Half of a surrogate pair is well-formed JSON, and no text.
    private static ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> value)
    {
        var text = new byte[value.Length];
        var reader = Reader(value);
        reader.Read();
        try
        {
            return text.AsSpan(0, reader.CopyString(text));
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }
}
