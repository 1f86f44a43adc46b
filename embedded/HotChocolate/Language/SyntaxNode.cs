using HotChocolate.Language;

namespace Krewe.Embedded.Language;

/// <summary>What all nodes share: a place in the source, and a printed form.</summary>
/// <remarks>
/// <para>Shape: the place is kept inside the node, sixteen bytes without an object of its own;
/// line zero stands for "not parsed".</para>
/// </remarks>
public abstract class SyntaxNode : ISyntaxNode
{
    private readonly Location _location;

    private protected SyntaxNode(Location? location) => _location = location.GetValueOrDefault();

    public abstract SyntaxKind Kind { get; }

    public Location? Location => _location.Line == 0 ? null : _location;

    /// <summary>What the node says beyond its kind and its children.</summary>
    internal virtual string? Text => null;

    public virtual IEnumerable<ISyntaxNode> GetNodes() => [];

    public sealed override string ToString() => ToString(indented: true);

    public string ToString(bool indented) => SyntaxPrinter.Print(this, indented);

    private protected static ISyntaxNode[] Maybe(ISyntaxNode? node) => node is null ? [] : [node];
}
