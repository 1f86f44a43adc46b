using System.Globalization;
using System.Text.Json;

namespace Krewe.Domain.Workspaces;

/// <summary>Says how the members of one thing differ.</summary>
internal static class PlanValue
{
    private const string Nothing = "(none)";

    public static string Of(int? number) =>
        number?.ToString(CultureInfo.InvariantCulture) ?? Nothing;

    public static string Of(AddOns addOns) => addOns is AddOns.None
        ? Nothing
        : string.Join(", ", FileWords.AddOns.WriteFlags(addOns));

    public static IEnumerable<string> Differences(JsonElement before, JsonElement after)
    {
        var names = before.EnumerateObject()
            .Concat(after.EnumerateObject())
            .Select(member => member.Name)
            .Distinct(StringComparer.Ordinal);
        foreach (var name in names)
        {
            JsonElement? old = before.TryGetProperty(name, out var was) ? was : null;
            JsonElement? now = after.TryGetProperty(name, out var isNow) ? isNow : null;
            if (old is { } a && now is { } b && JsonElement.DeepEquals(a, b))
            {
                continue;
            }

            foreach (var text in Difference(name, old, now))
            {
                yield return text;
            }
        }
    }

    private static IEnumerable<string> Difference(
        string name, JsonElement? old, JsonElement? now) =>
        name switch
        {
            "mappings" => Mappings(old, now),
            "contacts" or "reportRecipients" =>
                [$"{name} changed ({Count(old)} -> {Count(now)} addresses)"],
            "token" => [$"token {Token(old)} -> {Token(now)}"],
            _ => [$"{name} {Of(old)} -> {Of(now)}"],
        };

    private static IEnumerable<string> Mappings(JsonElement? old, JsonElement? now)
    {
        var before = BySegment(old);
        foreach (var (segment, mapping) in BySegment(now))
        {
            if (!before.Remove(segment, out var known))
            {
                yield return $"mapping of segment {segment} added ({Days(mapping)})";
            }
            else if (!JsonElement.DeepEquals(known, mapping))
            {
                yield return $"mapping of segment {segment}: {Days(known)} -> {Days(mapping)}";
            }
        }

        foreach (var segment in before.Keys)
        {
            yield return $"mapping of segment {segment} removed";
        }
    }

    private static SortedDictionary<int, JsonElement> BySegment(JsonElement? mappings)
    {
        var bySegment = new SortedDictionary<int, JsonElement>();
        foreach (var mapping in mappings?.EnumerateArray() ?? default)
        {
            bySegment[mapping.GetProperty("segment").GetInt32()] = mapping;
        }

        return bySegment;
    }

    private static string Days(JsonElement mapping) =>
        (Day(mapping, "start"), Day(mapping, "end")) switch
        {
            (null, null) => "always",
            ({ } start, null) => $"from {start}",
            (null, { } end) => $"until {end}",
            ({ } start, { } end) => $"{start} to {end}",
        };

    private static string? Day(JsonElement mapping, string name) =>
        mapping.TryGetProperty(name, out var day) ? day.GetString() : null;

    // A definition that was never validated may hold the token itself.
    private static string Token(JsonElement? token) =>
        token?.GetString() is { } text && AccountChecks.IsTokenPlace(text) ? text : "(hidden)";

    private static int Count(JsonElement? list) => list?.GetArrayLength() ?? 0;

    private static string Of(JsonElement? value) => value switch
    {
        null => Nothing,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() == 0
            ? Nothing
            : string.Join(", ", list.EnumerateArray().Select(item => Of(item))),
        { ValueKind: JsonValueKind.String } text => text.GetString() ?? "",
        { } other => other.ToString(),
    };
}
