namespace Krewe.GraphQL.Tests.Validation;

/// <summary>Every rule says what graphql-js says, at the same places.</summary>
public sealed class RuleTests
{
    private static readonly string[] Files =
    [
        "arguments.txt", "directives.txt", "documents.txt", "fields.txt", "fragments.txt",
        "merging.txt", "values.txt", "variables.txt",
    ];

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var file in Files)
            {
                foreach (var known in RuleCase.ReadAll(file))
                {
                    cases.Add(file, known.Name);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Document_is_judged_as_by_the_reference(string file, string name)
    {
        var known = RuleCase.ReadAll(file).Single(known => known.Name == name);

        Assert.Equal(
            known.Errors.Order(StringComparer.Ordinal),
            RuleCase.ErrorsOf(known.Document).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Variable_for_the_one_field_may_never_be_null() =>
        // The specification says so wherever the input object stands; graphql-js 16.15 does
        // not see it where the object is non-null.
        Assert.Equal(
            ["1:9 1:33 Variable \"$a\" is of type \"ID\" but must be non-nullable to be used "
                + "for OneOf Input Object \"By\"."],
            RuleCase.ErrorsOf("query Q($a: ID) { find(by: {id: $a}) { __typename } }"));

    [Theory]
    [InlineData("subscription S { renamed @skip(if: false) { id } }", "1:26", "S")]
    [InlineData("subscription S { ... @include(if: true) { renamed { id } } }", "1:22", "S")]
    [InlineData("subscription S { ...F @skip(if: true) } "
        + "fragment F on Subscription { renamed { id } }", "1:23", "S")]
    public void Subscription_has_its_one_field_whatever_the_variables(
        string document, string place, string name) =>
        Assert.Equal(
            [$"{place} Subscription \"{name}\" must not use `@skip` or `@include` directives in "
                + "the top level selection."],
            RuleCase.ErrorsOf(document));

    [Fact]
    public void Names_are_not_suggested_where_the_schema_is_not_public() =>
        Assert.Equal(
            [
                "1:3 Cannot query field \"profil\" on type \"Query\".",
                "1:22 Unknown argument \"it\" on field \"Query.node\".",
                "1:57 Value \"UPER\" does not exist in \"Case\" enum.",
                "1:72 Unknown type \"Profil\".",
            ],
            RuleCase.ErrorsOf(
                "{ profil node(id: 1, it: 2) { ... on Named { name(case: UPER) } "
                    + "... on Profil { id } } }",
                new() { Suggests = false, ErrorsMax = 9 }));
}
