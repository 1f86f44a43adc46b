using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Krewe.Sandbox.Calls;

/// <summary>An answer in full, so that a fault can cut or replace it.</summary>
internal sealed record Reply(int Status, string ContentType, byte[] Body)
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public static Reply Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        new(status, "application/json; charset=UTF-8", Utf8(body.ToJsonString(Plain)));

    public static Reply Text(string body, int status, string contentType = "text/html") =>
        new(status, contentType, Utf8(body));

    public static Reply Redirect(string location) =>
        new(StatusCodes.Status302Found, "text/html", []) { Headers = { ["Location"] = location } };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
