using System.Collections.Immutable;
using HotChocolate;

namespace Krewe.Api.Graph;

/// <summary>Lists of definitions, which stay in the order of their keys.</summary>
internal static class Edited
{
    /// <summary>The list with an item in its place, in the stead of one with its key.</summary>
    public static ImmutableArray<T> With<T, TKey>(
        this ImmutableArray<T> list, T item, Func<T, TKey> keyOf, IComparer<TKey>? order = null)
    {
        order ??= Comparer<TKey>.Default;
        var index = 0;
        while (index < list.Length && order.Compare(keyOf(list[index]), keyOf(item)) < 0)
        {
            index++;
        }

        return index < list.Length && order.Compare(keyOf(list[index]), keyOf(item)) == 0
            ? list.SetItem(index, item)
            : list.Insert(index, item);
    }

    /// <summary>Where the item is.</summary>
    public static int PlaceOf<T>(this ImmutableArray<T> list, Predicate<T> isIt)
    {
        for (var index = 0; index < list.Length; index++)
        {
            if (isIt(list[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The number after the highest; where that is the highest there can be, the first
    /// that is free.</summary>
    public static int NextFree(IEnumerable<int> taken)
    {
        var numbers = taken.ToHashSet();
        var next = numbers.Count == 0 ? 1L : Math.Max(0L, numbers.Max()) + 1;
        for (var free = 1; next > int.MaxValue; free++)
        {
            next = numbers.Contains(free) ? next : free;
        }

        return (int)next;
    }

    /// <summary>What was given, or else what is known; null gives nothing.</summary>
    public static string? Or(this Optional<string?> given, string? known) =>
        given.HasValue ? given.Value : known;
}
