using System.Text.Json.Nodes;

namespace Krewe.Sandbox.Meta;

/// <summary>The fields a client asks for: <c>id,name,operation_status{code}</c>.</summary>
internal static class MetaFields
{
    /// <summary>Top-level names, without what stands in braces or brackets.</summary>
    public static IReadOnlyList<string> Read(MetaCall call)
    {
        var names = new List<string> { "id" };
        var depth = 0;
        var start = 0;
        var text = (call.Parameters.Text("fields") ?? "") + ",";
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '{' or '(' ? 1 : text[i] is '}' or ')' ? -1 : 0;
            if (text[i] == ',' && depth == 0)
            {
                Add(names, text.AsSpan(start..i));
                start = i + 1;
            }
        }

        return names;
    }

    /// <summary>Picks fields in the order asked for; an unknown one refuses the call.</summary>
    public static JsonObject Pick(
        IReadOnlyList<string> names,
        string nodeType,
        Func<string, (bool Known, JsonNode? Value)> get)
    {
        var picked = new JsonObject();
        foreach (var name in names)
        {
            var (known, value) = get(name);
            if (!known)
            {
                throw new MetaRefusalException(MetaErrors.Invalid(
                    $"Tried accessing nonexisting field ({name}) on node type ({nodeType})"));
            }

            if (value is not null)
            {
                picked[name] = value;
            }
        }

        return picked;
    }

    private static void Add(List<string> names, ReadOnlySpan<char> part)
    {
        var end = part.IndexOfAny("{(.");
        var name = (end < 0 ? part : part[..end]).Trim(" []\"").ToString();
        if (name.Length > 0 && !names.Contains(name))
        {
            names.Add(name);
        }
    }
}
