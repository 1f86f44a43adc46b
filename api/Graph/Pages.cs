using System.Globalization;
using HotChocolate.Types.Pagination;

namespace Krewe.Api.Graph;

/// <summary>What part of a list is asked for.</summary>
internal readonly record struct PageRequest(int? First, string? After, int? Last, string? Before)
{
    /// <summary>Items of a page that says nothing.</summary>
    public const int CountDefault = 10;

    public bool IsFromEnd => First is null && Last is not null;

    public int Count => First ?? Last ?? CountDefault;

    public long? AfterKey => Key(After);

    public long? BeforeKey => Key(Before);

    private static long? Key(string? cursor) => cursor is null
        ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw GraphErrors.Of(
                "INVALID_CURSOR",
                $"The cursor `{cursor}` is none of this list: take one of its edges.");
}

/// <summary>Cuts pages out of lists that are ordered by a number.</summary>
/// <remarks>A cursor is the number of its item: a page stays where it is while others come and
/// go.</remarks>
internal static class Pages
{
    /// <summary>Cuts a page.</summary>
    /// <param name="ordered">The list, ascending by key.</param>
    /// <param name="keyOf">The number of an item, not negative.</param>
    /// <param name="page">What is asked for.</param>
    public static Connection<T> Cut<T>(
        IReadOnlyList<T> ordered, Func<T, long> keyOf, PageRequest page)
    {
        var start = page.AfterKey is { } after ? FirstAbove(ordered, keyOf, after) : 0;
        var end = page.BeforeKey is { } before
            ? FirstAbove(ordered, keyOf, before - 1)
            : ordered.Count;
        end = Math.Max(start, end);
        var (from, to) = page.IsFromEnd
            ? (Math.Max(start, end - page.Count), end)
            : (start, (int)Math.Min(end, (long)start + page.Count));
        var edges = new Edge<T>[to - from];
        for (var index = from; index < to; index++)
        {
            edges[index - from] = new Edge<T>(ordered[index], Cursor(keyOf(ordered[index])));
        }

        return Of(edges, hasNext: to < ordered.Count, hasPrevious: from > 0, ordered.Count);
    }

    /// <summary>A page of items that have their cursors.</summary>
    public static Connection<T> Of<T>(
        Edge<T>[] edges, bool hasNext, bool hasPrevious, int totalCount = 0) => new(
        edges,
        new ConnectionPageInfo(
            hasNext,
            hasPrevious,
            edges.Length == 0 ? null : edges[0].Cursor,
            edges.Length == 0 ? null : edges[^1].Cursor),
        totalCount);

    private static string Cursor(long key) => key.ToString(CultureInfo.InvariantCulture);

    private static int FirstAbove<T>(IReadOnlyList<T> ordered, Func<T, long> keyOf, long key)
    {
        var (low, high) = (0, ordered.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = keyOf(ordered[middle]) <= key ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
