using System.Globalization;
using HotChocolate.Language;
using Krewe.Embedded.Validation;

namespace Krewe.GraphQL.Tests.Validation;

/// <summary>
/// <b>Goal</b>: no document that the parser lets through costs more than its length allows.
/// <b>Method</b>: documents made to meet the weak sides of the rules; what they allocate
/// stands for what they cost, since it is the same on every machine.
/// </summary>
public sealed class HostileDocumentTests
{
    private const long BytesMax = 60_000_000;

    private static readonly ParserOptions Wide = new(maxAllowedFields: 1_000_000);

    [Fact]
    public void Ten_thousand_aliases_are_judged() =>
        Assert.Empty(ErrorsOf("{ " + Many(10_000, i => $"a{i}: fact {{ __typename }}") + " }"));

    [Fact]
    public void Ten_thousand_times_the_same_leaf_is_judged() =>
        Assert.Empty(ErrorsOf("{ profile { " + Many(10_000, _ => "age") + " } }"));

    [Fact]
    public void Pairs_of_fields_of_one_name_are_limited() =>
        Assert.Equal(
            "The fields of the document need more than 100000 comparisons to be merged.",
            Assert.Single(ErrorsOf(
                "{ " + Many(2_000, _ => "profile { id }") + " }")).Message);

    [Fact]
    public void Pairs_of_long_values_are_limited()
    {
        var list = Many(2_000, i => $"\"{i}\"");
        Assert.Equal(
            "The fields of the document need more than 100000 comparisons to be merged.",
            Assert.Single(ErrorsOf(
                "{ " + Many(100, _ => $"count(where: {{ needed: 1 }}, ids: [{list}])") + " }"))
                .Message);
    }

    [Fact]
    public void Fields_that_double_at_each_level_by_fragments_are_limited()
    {
        var document = "{ profile { ...F0 } } " + Many(40, i =>
            $"fragment F{i} on Profile {{ friend {{ ...F{i + 1} }} friend {{ ...F{i + 1} }} }}")
            + " fragment F40 on Profile { id }";

        Assert.Contains("more than 1000 fragments", Assert.Single(ErrorsOf(document)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fragments_that_double_at_each_level_are_limited()
    {
        var document = "{ profile { ...F0 } } " + Many(40, i =>
            $"fragment F{i} on Profile {{ ...F{i + 1} ... on Profile {{ ...F{i + 1} }} }}")
            + " fragment F40 on Profile { id }";

        Assert.Equal(
            "The operation comes to more than 1000 fragments.",
            Assert.Single(ErrorsOf(document)).Message);
    }

    [Fact]
    public void Fragments_of_a_document_are_limited() =>
        Assert.Equal(
            "The document defines more than 1000 fragments.",
            Assert.Single(ErrorsOf("{ profile { ...F0 } } " + Chain(1_000))).Message);

    [Fact]
    public void Chain_of_a_thousand_fragments_is_judged() =>
        Assert.Empty(ErrorsOf("{ profile { ...F0 } } " + Chain(998)));

    [Fact]
    public void Every_fragment_in_every_other_is_judged()
    {
        var all = Many(30, i => $"...F{i}");
        var document = $"{{ profile {{ {all} }} }} "
            + Many(30, i => $"fragment F{i} on Profile {{ {all} x{i}: age }}");

        Assert.Equal(5, ErrorsOf(document).Count);
    }

    [Fact]
    public void Many_operations_that_share_many_fragments_are_limited()
    {
        var document = Many(8_000, i => $"query Q{i} {{ ...F0 }}")
            + " fragment F0 on Query { profile { " + Many(200, i => $"...G{i}") + " } } "
            + Many(200, i => $"fragment G{i} on Profile {{ age }}");

        Assert.Equal(
            "The document uses its fragments in too many ways to be validated.",
            Assert.Single(ErrorsOf(document)).Message);
    }

    [Fact]
    public void Ten_thousand_variables_are_judged()
    {
        var document = "query Q(" + Many(10_000, i => $"$a{i}: ID!") + ") { "
            + "count(where: { needed: 1 }, ids: [" + Many(10_000, i => $"$a{i}") + "]) }";

        Assert.Empty(ErrorsOf(document));
    }

    [Fact]
    public void Ten_thousand_variables_of_one_name_are_one_error() =>
        Assert.Equal(
            10_000,
            ErrorsOf("query Q(" + Many(10_000, _ => "$a: ID!") + ") { node(id: $a) { id } }")[0]
                .Nodes.Count);

    [Fact]
    public void Hundred_thousand_wrong_values_are_five_errors() =>
        Assert.Equal(
            5,
            ErrorsOf("{ count(where: { needed: 1 }, grid: [[" + Many(100_000, _ => "true")
                + "]]) }").Count);

    [Fact]
    public void Long_value_is_not_repeated_in_the_message() =>
        Assert.InRange(
            Assert.Single(ErrorsOf("{ node(id: [" + Many(50_000, _ => "1") + "]) { id } }"))
                .Message.Length,
            200,
            400);

    [Fact]
    public void Fields_of_one_name_in_a_large_object_are_judged() =>
        Assert.Equal(
            5,
            ErrorsOf("{ count(where: {" + Many(20_000, _ => "needed: 1") + "}) }").Count);

    [Fact]
    public void Long_name_is_not_compared_with_those_of_the_schema() =>
        Assert.DoesNotContain(
            "Did you mean",
            Assert.Single(ErrorsOf($"{{ {new string('p', 100_000)} }}")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Deepest_document_is_judged() =>
        Assert.Empty(ErrorsOf(
            "{ profile " + string.Concat(Enumerable.Repeat("{ friend ", 198)) + "{ id }"
                + new string('}', 199)));

    private static string Many(int count, Func<int, string> text) =>
        string.Join(' ', Enumerable.Range(0, count).Select(text));

    private static string Chain(int length) =>
        Many(length, i => $"fragment F{i} on Profile {{ ...F{i + 1} }}")
            + string.Create(
                CultureInfo.InvariantCulture, $" fragment F{length} on Profile {{ id }}");

    private static IReadOnlyList<ValidationError> ErrorsOf(string document)
    {
        var parsed = Utf8GraphQLParser.Parse(document, Wide);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var errors = new DocumentValidator(RuleCase.Schema, new ValidationOptions())
            .Validate(parsed);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, BytesMax);
        return errors;
    }
}
