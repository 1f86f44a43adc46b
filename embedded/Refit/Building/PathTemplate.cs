using System.Text;

namespace Refit;

/// <summary>A path with places for values, cut up once.</summary>
/// <remarks>
/// Shape: /literal/{name}/{**rest}?fixed=query. A {**rest} keeps the slashes of its value,
/// a {name} does not.
/// </remarks>
internal sealed class PathTemplate
{
    private readonly List<Part> _parts = [];

    private PathTemplate()
    {
    }

    /// <summary>The names between braces, without the stars.</summary>
    public IEnumerable<string> Names =>
        _parts.Where(part => part.IsPlace).Select(part => part.Text);

    /// <summary>Cuts up <paramref name="path"/>.</summary>
    /// <returns>Null, and the fault, if it is not a path that a request can have.</returns>
    public static PathTemplate? TryParse(string path, out string? fault)
    {
        fault = path is ['/', ..] or "" ? null : "the path must begin with a slash";
        var template = new PathTemplate();
        var rest = path;
        while (fault is null && rest.Length > 0)
        {
            rest = template.Take(rest, ref fault);
        }

        return fault is null ? template : null;
    }

    /// <summary>The path with its values, escaped.</summary>
    public string Fill(Func<string, string> valueOf)
    {
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            text.Append(part.IsPlace ? Escape(part, valueOf(part.Text)) : part.Text);
        }

        return text.ToString();
    }

    private static string Escape(Part part, string value)
    {
        var segments = part.KeepsSlashes ? value.Split('/') : [value];
        if (segments.Any(segment => segment is "." or ".."))
        {
            // A dot segment would be resolved away and reach another path than the one asked.
            throw new ArgumentException(
                $"The value for {{{part.Text}}} is a dot segment.", nameof(value));
        }

        return string.Join('/', segments.Select(Uri.EscapeDataString));
    }

    /// <summary>Takes one literal or one place off the front.</summary>
    private string Take(string path, ref string? fault)
    {
        var open = path.IndexOf('{', StringComparison.Ordinal);
        if (open != 0)
        {
            var literal = open < 0 ? path : path[..open];
            _parts.Add(new(literal, IsPlace: false, KeepsSlashes: false));
            return path[literal.Length..];
        }

        var close = path.IndexOf('}', StringComparison.Ordinal);
        if (close < 0)
        {
            fault = "a brace is not closed";
            return "";
        }

        var keepsSlashes = path.StartsWith("{**", StringComparison.Ordinal);
        var name = path[(keepsSlashes ? 3 : 1)..close];
        fault = name is "" ? "a name between braces is empty" : null;
        _parts.Add(new(name, IsPlace: true, keepsSlashes));
        return path[(close + 1)..];
    }

    private readonly record struct Part(string Text, bool IsPlace, bool KeepsSlashes);
}
