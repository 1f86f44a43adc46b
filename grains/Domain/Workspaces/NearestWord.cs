namespace Krewe.Domain.Workspaces;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestWord
{
    private const int LengthMax = 64;

    /// <summary>A clause to add to a message: <c>; did you mean "rule"?</c>, or nothing.</summary>
    public static string Hint(string word, IEnumerable<string> words) =>
        Of(word, words) is { } nearest ? $"; did you mean {Say.Quote(nearest)}?" : "";

    /// <summary>The word with the fewest slips of a key in between, if they are few.</summary>
    public static string? Of(string word, IEnumerable<string> words)
    {
        if (word.Length is 0 or > LengthMax)
        {
            return null;
        }

        var nearest = words
            .Select(known => (Known: known, Slips: Slips(word, known)))
            .MinBy(pair => pair.Slips);
        return nearest.Known is not null && nearest.Slips <= Math.Max(1, word.Length / 3)
            ? nearest.Known
            : null;
    }

    /// <summary>Letters to add, drop, change or swap with a neighbour, whatever the case.</summary>
    private static int Slips(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Cell(table, left, right, i, j);
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Cell(int[,] table, string left, string right, int i, int j)
    {
        var change = Same(left[i - 1], right[j - 1]) ? 0 : 1;
        var slips = Math.Min(
            Math.Min(table[i - 1, j], table[i, j - 1]) + 1,
            table[i - 1, j - 1] + change);
        var isSwap = i > 1 && j > 1
            && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]);
        return isSwap ? Math.Min(slips, table[i - 2, j - 2] + 1) : slips;
    }

    private static bool Same(char left, char right) =>
        char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
