using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>Compares nodes by what they say, wherever they stand in their source.</summary>
public static class SyntaxComparer
{
    public static IEqualityComparer<ISyntaxNode> BySyntax { get; } = new ByText();

    private sealed class ByText : IEqualityComparer<ISyntaxNode>
    {
        public bool Equals(ISyntaxNode? x, ISyntaxNode? y)
        {
            if (x is null || y is null)
            {
                return x is null && y is null;
            }

            return x.Kind == y.Kind && TextOf(x) == TextOf(y)
                && x.GetNodes().SequenceEqual(y.GetNodes(), this);
        }

        public int GetHashCode(ISyntaxNode obj)
        {
            var hash = default(HashCode);
            hash.Add(obj.Kind);
            hash.Add(TextOf(obj), StringComparer.Ordinal);
            foreach (var child in obj.GetNodes())
            {
                hash.Add(child, this);
            }

            return hash.ToHashCode();
        }

        private static string? TextOf(ISyntaxNode node) => (node as SyntaxNode)?.Text;
    }
}
