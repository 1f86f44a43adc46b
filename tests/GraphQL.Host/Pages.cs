using System.Globalization;
using HotChocolate.Types.Pagination;

namespace Krewe.GraphQL.Host;

/// <summary>Cuts pages out of a list. A cursor is the place of its item.</summary>
internal static class Pages
{
    public static Connection<T> Cut<T>(
        IReadOnlyList<T> all, int? first, string? after, int? last, string? before)
    {
        var start = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture) + 1;
        var end = before is null ? all.Count : int.Parse(before, CultureInfo.InvariantCulture);
        if (last is { } fromEnd)
        {
            start = Math.Max(start, end - fromEnd);
        }
        else
        {
            end = Math.Min(end, start + (first ?? 10));
        }

        var edges = Enumerable.Range(start, Math.Max(0, end - start))
            .Select(at => new Edge<T>(all[at], at.ToString(CultureInfo.InvariantCulture)))
            .ToArray();
        return new(
            edges,
            new(
                end < all.Count,
                start > 0,
                edges.FirstOrDefault()?.Cursor,
                edges.LastOrDefault()?.Cursor),
            all.Count);
    }
}
