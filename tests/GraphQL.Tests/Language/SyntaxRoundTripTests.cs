using System.Text;
using HotChocolate.Language;
using Krewe.Embedded.Language;

namespace Krewe.GraphQL.Tests.Language;

/// <summary>
/// <b>Goal</b>: what is printed reads back as the same tree, whatever the tree.
/// <b>Method</b>: trees made by chance from a seed, printed on many lines and on one.
/// </summary>
public sealed class SyntaxRoundTripTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Printed_tree_reads_back_as_itself(int seed)
    {
        var tree = new RandomSyntax(seed).Document();

        AssertReadsBack(seed, tree, indented: true);
        AssertReadsBack(seed, tree, indented: false);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Printing_is_stable(int seed)
    {
        var once = Utf8GraphQLParser.Parse(new RandomSyntax(seed).Document().ToString());
        var printed = once.ToString();

        Assert.True(
            printed == Utf8GraphQLParser.Parse(printed).ToString(), $"Seed {seed}:\n{printed}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Every_node_knows_its_text_and_its_place(int seed)
    {
        var text = new RandomSyntax(seed).Document().ToString();
        var bytes = Encoding.UTF8.GetBytes(text);

        foreach (var node in WithDescendants(Utf8GraphQLParser.Parse(bytes)))
        {
            var at = node.Location!.Value;
            var (line, column) = SourceText.PlaceOf(bytes, at.Start);
            Assert.True((line, column) == (at.Line, at.Column), $"Seed {seed}: {at}\n{text}");
            Assert.True(
                Reads(node, Encoding.UTF8.GetString(bytes[at.Start..at.End])),
                $"Seed {seed}: {node.Kind} at {at}\n{text}");
        }
    }

    [Fact]
    public void Tree_without_locations_is_the_same_tree()
    {
        var text = new RandomSyntax(7).Document().ToString();
        var bare = Utf8GraphQLParser.Parse(text, new ParserOptions(noLocations: true));

        Assert.Null(bare.Definitions[0].Location);
        Assert.Equal(Utf8GraphQLParser.Parse(text), bare, SyntaxComparer.BySyntax);
    }

    /// <summary>The text of a node, read by itself where the grammar allows that.</summary>
    private static bool Reads(ISyntaxNode node, string text) => node switch
    {
        NameNode name => name.Value == text,
        ITypeNode => Same(node, Utf8GraphQLParser.Syntax.ParseTypeReference(text)),
        IValueNode => Same(
            node, Utf8GraphQLParser.Syntax.ParseValueLiteral(text, constant: false)),
        SelectionSetNode => Same(node, Utf8GraphQLParser.Syntax.ParseSelectionSet(text)),
        ISelectionNode => Same(
            node, Utf8GraphQLParser.Syntax.ParseSelectionSet($"{{{text}}}").Selections[0]),
        IDefinitionNode => Same(node, Utf8GraphQLParser.Parse(text).Definitions[0]),
        _ => text.Length > 0,
    };

    private static bool Same(ISyntaxNode left, ISyntaxNode right) =>
        SyntaxComparer.BySyntax.Equals(left, right);

    private static IEnumerable<ISyntaxNode> WithDescendants(ISyntaxNode node) =>
        node.GetNodes().SelectMany(WithDescendants).Prepend(node);

    private static void AssertReadsBack(int seed, DocumentNode tree, bool indented)
    {
        var text = tree.ToString(indented);
        var options = new ParserOptions(maxAllowedDirectives: 9);
        Assert.True(
            SyntaxComparer.BySyntax.Equals(tree, Utf8GraphQLParser.Parse(text, options)),
            $"Seed {seed}:\n{text}");
    }
}
