namespace Krewe.Api.Graph;

/// <summary>Keeps what has a text in its name, whatever the case.</summary>
internal static class NameFilter
{
    public static IReadOnlyList<T> Of<T>(
        IReadOnlyList<T> all, Func<T, string> nameOf, string? nameContains) =>
        string.IsNullOrEmpty(nameContains)
            ? all
            : [.. all.Where(one =>
                nameOf(one).Contains(nameContains, StringComparison.OrdinalIgnoreCase))];
}
