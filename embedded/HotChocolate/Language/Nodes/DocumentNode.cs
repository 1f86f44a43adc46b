using Krewe.Embedded.Language;

namespace HotChocolate.Language;

/// <summary>A whole source text: operations and fragments, or the parts of a schema.</summary>
public sealed class DocumentNode(Location? location, IReadOnlyList<IDefinitionNode> definitions)
    : SyntaxNode(location)
{
    public DocumentNode(IReadOnlyList<IDefinitionNode> definitions)
        : this(null, definitions)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.Document;

    public IReadOnlyList<IDefinitionNode> Definitions { get; } = definitions;

    public override IEnumerable<ISyntaxNode> GetNodes() => Definitions;
}

/// <summary>A name, with the place where it was written.</summary>
public sealed class NameNode(Location? location, string value) : SyntaxNode(location)
{
    public NameNode(string value)
        : this(null, value)
    {
    }

    public override SyntaxKind Kind => SyntaxKind.Name;

    public string Value { get; } = value;

    internal override string Text => Value;
}
