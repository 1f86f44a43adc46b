using HotChocolate.Language;

namespace Krewe.Embedded.Validation;

/// <summary>A reason why a document is not executed.</summary>
/// <param name="Message">For the author of the document, in the words of graphql-js.</param>
/// <param name="Nodes">What is at fault, the first first. Not empty.</param>
/// <param name="Section">The part of the specification it breaks; null for limits.</param>
/// <param name="Code">The stable name of the error; null where there is none.</param>
internal sealed record ValidationError(
    string Message, IReadOnlyList<ISyntaxNode> Nodes, string? Section = null, string? Code = null)
{
    /// <summary>Where the nodes begin; empty if the document was not parsed from text.</summary>
    public IEnumerable<Location> Locations => Nodes
        .Where(node => node.Location is not null)
        .Select(node => node.Location.GetValueOrDefault());

    public override string ToString() => string.Join(
        " ", Locations.Select(at => $"{at.Line}:{at.Column}").Append(Message));
}
