using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Krewe.Domain.Workspaces;

/// <summary>Reads the members of one object of a definition file, noting every mistake.</summary>
/// <remarks>
/// <para>Errors: a member that is missing or wrong is a fault and reads as its fallback, so that
/// one pass finds all faults. A null reads as missing.</para>
/// </remarks>
internal sealed class ObjectReader(FileNode node, FaultLog faults)
{
    private readonly List<string> _names = [];

    /// <summary>Whether the node is an object at all; a fault if not.</summary>
    public static bool IsObject(FileNode node, FaultLog faults)
    {
        if (node.Kind is JsonTokenType.StartObject)
        {
            return true;
        }

        faults.Error(node, $"Write an object in braces here, not {KindName(node)}.");
        return false;
    }

    public string? Text(string name) => Member(name, JsonTokenType.String, "text")?.Text;

    public string TextOf(string name) => Text(name) ?? Missing(name, "");

    public bool Flag(string name)
    {
        if (Any(name) is not { } member)
        {
            return false;
        }

        if (member.Kind is not JsonTokenType.True)
        {
            Is(member, JsonTokenType.False, "true or false");
            return false;
        }

        return true;
    }

    public int? Number(string name, int min, int max)
    {
        return Any(name) is { } member ? NumberItem(member, min, max)?.Value : null;
    }

    public int? NumberOf(string name, int min, int max) =>
        Number(name, min, max) is { } number ? number : Missing<int?>(name, null);

    public T? Word<T>(string name, WordList<T> words)
        where T : struct, Enum =>
        Member(name, JsonTokenType.String, "a word") is { } member ? Word(member, words) : null;

    public T WordOf<T>(string name, WordList<T> words)
        where T : struct, Enum =>
        Word(name, words) ?? Missing<T>(name, default);

    public DateOnly? Day(string name)
    {
        if (Member(name, JsonTokenType.String, "a day such as \"2026-01-31\"") is not { } member)
        {
            return null;
        }

        if (DateOnly.TryParseExact(member.Text, "yyyy-MM-dd", null, default, out var day))
        {
            return day;
        }

        faults.Error(
            member,
            $"{Say.Quote(member.Text)} is not a day; write year, month and day as \"2026-01-31\".");
        return null;
    }

    /// <summary>The items of a list, without those that the function cannot read; null if there is
    /// no such list.</summary>
    public List<(T Item, FileNode Node)>? List<T>(string name, Func<FileNode, T?> read)
        where T : class
    {
        if (Member(name, JsonTokenType.StartArray, "a list in brackets") is not { } list)
        {
            return null;
        }

        var items = new List<(T, FileNode)>(list.Children.Count);
        foreach (var child in list.Children)
        {
            if (read(child) is { } item)
            {
                items.Add((item, child));
            }
        }

        return items;
    }

    public ImmutableArray<int>? Numbers(string name, int min, int max)
    {
        var items = List(name, item => NumberItem(item, min, max));
        return items is null ? null : [.. items.Select(pair => pair.Item.Value)];
    }

    public ImmutableArray<string> Texts(string name)
    {
        var items = List(name, item => Is(item, JsonTokenType.String, "text") ? item.Text : null);
        return items is null ? [] : [.. items.Select(pair => pair.Item)];
    }

    /// <summary>The values of a list of words; null if there is no such list.</summary>
    public IEnumerable<T>? Words<T>(string name, WordList<T> words)
        where T : struct, Enum =>
        List(name, item => Is(item, JsonTokenType.String, "a word") && Word(item, words) is { } word
            ? new Box<T>(word)
            : null)?.Select(pair => pair.Item.Value);

    /// <summary>Call last: every member that nobody asked for is a fault.</summary>
    public void Done()
    {
        foreach (var member in node.Children.Where(member => !member.IsRead))
        {
            var name = member.Name ?? "";
            if (!_names.Contains(name, StringComparer.Ordinal))
            {
                var hint = NearestWord.Hint(name, _names);
                var cure = hint.Length > 0 ? hint : $"; known here: {Say.List(_names)}.";
                member.Break();
                faults.Error(
                    member.Path(), member.NamePlace, $"{Say.Quote(name)} is not known here{cure}");
            }
        }
    }

    private T? Word<T>(FileNode member, WordList<T> words)
        where T : struct, Enum
    {
        if (words.TryRead(member.Text, out var value))
        {
            return value;
        }

        faults.Error(member, words.Refusal(member.Text));
        return null;
    }

    private Box<int>? NumberItem(FileNode item, int min, int max)
    {
        if (!Is(item, JsonTokenType.Number, "a number"))
        {
            return null;
        }

        if (int.TryParse(item.Text, NumberStyles.AllowLeadingSign, null, out var number)
            && number >= min && number <= max)
        {
            return new Box<int>(number);
        }

        var range = string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}");
        faults.Error(item, $"{Say.Short(item.Text)} is not a whole number {range}; write one.");
        return null;
    }

    private FileNode? Any(string name)
    {
        _names.Add(name);
        if (node.Member(name) is not { } member)
        {
            return null;
        }

        member.IsRead = true;
        return member.Kind is JsonTokenType.Null ? null : member;
    }

    private FileNode? Member(string name, JsonTokenType kind, string wanted) =>
        Any(name) is { } member && Is(member, kind, wanted) ? member : null;

    private bool Is(FileNode value, JsonTokenType kind, string wanted)
    {
        if (value.Kind == kind)
        {
            return true;
        }

        faults.Error(value, $"Write {wanted} here, not {KindName(value)}.");
        return false;
    }

    // A member that is there but wrong has been told already.
    private T Missing<T>(string name, T fallback)
    {
        if (node.Member(name) is not { Kind: not JsonTokenType.Null })
        {
            node.Break();
            var path = $"{node.Path()}.{name}";
            faults.Error(path, node.Place, $"{Say.Quote(name)} is missing; add it.");
        }

        return fallback;
    }

    private static string KindName(FileNode value) => value.Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    private sealed record Box<T>(T Value);
}
