namespace Krewe.Embedded.Validation;

/// <summary>Names that a misspelt one may have meant.</summary>
/// <remarks>
/// <para>Source: the measure of graphql-js: insertions, deletions, substitutions and swaps of
/// neighbours, a change of case only being one; at most two fifths of the name.</para>
/// </remarks>
internal static class Suggestions
{
    private const int SuggestionsMax = 5;

    /// <summary>Longer names are not compared: no name of a schema is as long.</summary>
    private const int LengthMax = 200;

    /// <summary>The names that come close, the closest first.</summary>
    public static IReadOnlyList<string> For(string input, IEnumerable<string> names)
    {
        if (input.Length > LengthMax)
        {
            return [];
        }

        var threshold = (input.Length * 2 / 5) + 1;
        return
        [
            .. names.Where(name => name.Length <= LengthMax)
                .Select(name => (Name: name, Distance: Distance(input, name, threshold)))
                .Where(known => known.Distance <= threshold)
                .OrderBy(known => known.Distance)
                .ThenBy(known => known.Name, NaturalOrder.Instance)
                .Select(known => known.Name),
        ];
    }

    /// <summary>The question for the end of a message, or nothing.</summary>
    public static string Ask(IReadOnlyList<string> names, string what = "")
    {
        var shown = names.Take(SuggestionsMax).Select(name => $"\"{name}\"").ToArray();
        var question = what.Length == 0 ? " Did you mean " : $" Did you mean {what} ";
        return shown.Length switch
        {
            0 => "",
            1 => $"{question}{shown[0]}?",
            2 => $"{question}{shown[0]} or {shown[1]}?",
            _ => $"{question}{string.Join(", ", shown[..^1])}, or {shown[^1]}?",
        };
    }

    private static int Distance(string input, string name, int threshold)
    {
        if (input == name)
        {
            return 0;
        }

        var (left, right) = (input.ToLowerInvariant(), name.ToLowerInvariant());
        if (left == right)
        {
            return 1;
        }

        return Math.Abs(left.Length - right.Length) > threshold
            ? int.MaxValue
            : Edits(left, right);
    }

    private static int Edits(string left, string right)
    {
        Span<int> before = stackalloc int[right.Length + 1];
        Span<int> above = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.Min(
                    Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            above.CopyTo(before);
            row.CopyTo(above);
        }

        return above[right.Length];
    }
}
