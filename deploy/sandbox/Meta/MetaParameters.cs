using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;

namespace Krewe.Sandbox.Meta;

/// <summary>The parameters of a call, wherever they travelled.</summary>
/// <remarks>
/// Every value is its UTF-8 text: a JSON text and an object inside a JSON body look the same.
/// The body wins over the query string, as a later value over an earlier one.
/// </remarks>
internal sealed class MetaParameters
{
    private static readonly UTF8Encoding Utf8 = new();

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values =
        new(StringComparer.Ordinal);

    /// <summary>How the body was encoded; query when there was none.</summary>
    public string Encoding { get; private set; } = "query";

    /// <summary>The body could not be read as what it claimed to be.</summary>
    public bool IsMalformed { get; private set; }

    public static async Task<MetaParameters> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = new MetaParameters();
        parameters.AddAll(request.Query);
        if (request.HasFormContentType)
        {
            await parameters.AddFormAsync(request, cancellationToken);
        }
        else
        {
            parameters.AddJson(await ReadBodyAsync(request, cancellationToken));
        }

        return parameters;
    }

    public bool Has(string name) => _values.ContainsKey(name);

    // Spelt out, because a bare null would turn into an empty value.
    public ReadOnlyMemory<byte>? Bytes(string name) =>
        _values.TryGetValue(name, out var value) ? value : default(ReadOnlyMemory<byte>?);

    public string? Text(string name) =>
        _values.TryGetValue(name, out var value)
            ? Utf8.GetString(value.Span)
            : null;

    public int Number(string name, int otherwise) =>
        int.TryParse(Text(name), CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    public bool Flag(string name) => Text(name) is "true" or "1";

    private void AddAll(IEnumerable<KeyValuePair<string, StringValues>> pairs)
    {
        foreach (var (name, values) in pairs)
        {
            _values[name] = Utf8.GetBytes(values[^1] ?? "");
        }
    }

    private async Task AddFormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var isMultipart = request.ContentType!.StartsWith(
            "multipart/", StringComparison.OrdinalIgnoreCase);
        Encoding = isMultipart ? "multipart" : "form";
        try
        {
            var form = await request.ReadFormAsync(cancellationToken);
            AddAll(form);
            foreach (var file in form.Files)
            {
                using var copy = new MemoryStream();
                await file.CopyToAsync(copy, cancellationToken);
                _values[file.Name] = copy.ToArray();
            }
        }
        catch (InvalidDataException)
        {
            IsMalformed = true;
        }
    }

    private void AddJson(byte[] body)
    {
        if (body.AsSpan().Trim(" \r\n\t"u8).IsEmpty)
        {
            return;
        }

        Encoding = "json";
        try
        {
            var reader = new Utf8JsonReader(body);
            IsMalformed = !reader.Read() || reader.TokenType != JsonTokenType.StartObject;
            while (!IsMalformed && reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                _values[name] = ValueOf(ref reader, body);
            }
        }
        catch (JsonException)
        {
            IsMalformed = true;
        }
    }

    private static ReadOnlyMemory<byte> ValueOf(ref Utf8JsonReader reader, byte[] body)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = new byte[reader.ValueSpan.Length];
            return text.AsMemory(0, reader.CopyString(text));
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body.AsMemory(start, (int)reader.BytesConsumed - start);
    }

    private static async Task<byte[]> ReadBodyAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body, cancellationToken);
        return body.TryGetBuffer(out var buffer) && buffer.Count == buffer.Array!.Length
            ? buffer.Array
            : body.ToArray();
    }
}
