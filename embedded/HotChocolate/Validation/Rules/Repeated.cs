using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>Finds names that stand twice where each may stand once.</summary>
internal static class Repeated
{
    /// <summary>Up to so many nodes it is cheaper to compare each with each.</summary>
    private const int FewMax = 8;

    /// <summary>The nodes of each name that stands more than once, in the order of the source;
    /// nothing is allocated when there are few and no name is repeated.</summary>
    public static IReadOnlyList<ISyntaxNode[]> Names<T>(
        IReadOnlyList<T> nodes, Func<T, NameNode> nameOf)
    {
        if (nodes.Count < 2 || (nodes.Count <= FewMax && AreDistinct(nodes, nameOf)))
        {
            return [];
        }

        return
        [
            .. nodes.Select(nameOf)
                .GroupBy(name => name.Value, StringComparer.Ordinal)
                .Where(group => group.Skip(1).Any())
                .Select(group => group.ToArray<ISyntaxNode>()),
        ];
    }

    private static bool AreDistinct<T>(IReadOnlyList<T> nodes, Func<T, NameNode> nameOf)
    {
        for (var i = 1; i < nodes.Count; i++)
        {
            var name = nameOf(nodes[i]).Value;
            for (var j = 0; j < i; j++)
            {
                if (nameOf(nodes[j]).Value == name)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
