using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Krewe.Sandbox.Calls;

namespace Krewe.Sandbox.Meta;

/// <summary>Pages by cursor: the cursor is the id of the last item, in disguise.</summary>
internal static class MetaPaging
{
    private const int LimitDefault = 25;
    private const int LimitMax = 5_000;

    /// <param name="call">Tells limit, cursor and where the client reached us.</param>
    /// <param name="items">All of them, in order of ascending id.</param>
    /// <param name="idOf">The number that orders them.</param>
    /// <param name="show">What to tell about each.</param>
    public static Reply Page<T>(
        MetaCall call, IEnumerable<T> items, Func<T, long> idOf, Func<T, JsonNode> show)
    {
        var limit = Math.Clamp(call.Parameters.Number("limit", LimitDefault), 1, LimitMax);
        var after = Decode(call.Parameters.Text("after"));
        var found = items.Where(item => idOf(item) > after).Take(limit + 1).ToArray();
        var page = found.AsSpan(0, Math.Min(limit, found.Length));
        var data = new JsonArray();
        foreach (var item in page)
        {
            data.Add(show(item));
        }

        var body = new JsonObject { ["data"] = data };
        if (page is [var first, ..])
        {
            body["paging"] = Paging(call, idOf(first), idOf(page[^1]), found.Length > limit);
        }

        return Reply.Json(body);
    }

    private static JsonObject Paging(MetaCall call, long first, long last, bool hasMore)
    {
        var cursors = new JsonObject { ["before"] = Encode(first), ["after"] = Encode(last) };
        var paging = new JsonObject { ["cursors"] = cursors };
        if (hasMore)
        {
            paging["next"] = Next(call, Encode(last));
        }

        return paging;
    }

    // Clients follow the address as it is, so it repeats what the call had; the token only
    // when the call had it in the query, where it is no secret any more.
    private static string Next(MetaCall call, string after)
    {
        var next = new StringBuilder(call.BaseAddress).Append(call.Path).Append('?');
        foreach (var name in new[] { "access_token", "fields", "limit" })
        {
            var isShown = name != "access_token" || call.TokenInQuery;
            if (isShown && call.Parameters.Text(name) is { } value)
            {
                next.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
            }
        }

        return next.Append("after=").Append(Uri.EscapeDataString(after)).ToString();
    }

    private static string Encode(long id) => Convert.ToBase64String(
        Encoding.ASCII.GetBytes(id.ToString(CultureInfo.InvariantCulture)));

    private static long Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return long.MinValue;
        }

        Span<byte> bytes = stackalloc byte[32];
        return Convert.TryFromBase64String(cursor, bytes, out var length)
            && long.TryParse(bytes[..length], CultureInfo.InvariantCulture, out var id)
                ? id
                : throw new MetaRefusalException(MetaErrors.Invalid("Invalid cursor"));
    }
}
