using Krewe.Embedded.Validation;

namespace Krewe.GraphQL.Tests.Validation;

/// <summary>What is refused beyond the specification.</summary>
public sealed class LimitTests
{
    private static readonly ValidationOptions All = new() { ErrorsMax = int.MaxValue };

    [Fact]
    public void Defaults_are_those_of_the_package()
    {
        var options = new ValidationOptions();

        Assert.Equal(5, options.ErrorsMax);
        Assert.True(options.AllowIntrospection);
        Assert.Null(options.ExecutionDepthMax);
        Assert.Null(options.FieldCycleDepthMax);
        Assert.Equal(16, options.OfTypeDepthMax);
        Assert.Equal(1, options.IntrospectionListDepthMax);
        Assert.Equal(1_000, options.FragmentVisitsMax);
        Assert.Equal(100_000, options.MergeComparisonsMax);
    }

    [Fact]
    public void Validation_stops_at_the_fifth_error() =>
        Assert.Equal(
            5, RuleCase.ErrorsOf("{ a b c d e f g }", new ValidationOptions()).Count);

    [Theory]
    [InlineData("{ __schema { types { name } } }", "1:3")]
    [InlineData("{ fact { __typename } __type(name: \"A\") { name } }", "1:23")]
    [InlineData("{ ...F } fragment F on Query { __schema { types { name } } }", "1:32")]
    public void Introspection_is_refused_where_it_is_off(string document, string place) =>
        Assert.Equal(
            [$"{place} Introspection is not allowed for the current request."],
            RuleCase.ErrorsOf(document, All with { AllowIntrospection = false }));

    [Fact]
    public void Type_name_is_told_where_introspection_is_off() =>
        Assert.Empty(RuleCase.ErrorsOf(
            "{ __typename fact { __typename } }", All with { AllowIntrospection = false }));

    [Theory]
    [InlineData("{ profile { friend { id } } }", 3)]
    [InlineData("{ fact { __typename } }", 2)]
    [InlineData("{ ...F } fragment F on Query { profile { ... { friend { ...G } } } } "
        + "fragment G on Profile { friend { id } }", 4)]
    [InlineData("{ __schema { types { name } } }", 3)]
    public void Operation_is_refused_that_is_deeper_than_allowed(string document, int depth)
    {
        Assert.Empty(RuleCase.ErrorsOf(document, All with { ExecutionDepthMax = depth }));
        Assert.Equal(
            [$"1:1 The GraphQL document has an execution depth of {depth} which exceeds the max "
                + $"allowed execution depth of {depth - 1}."],
            RuleCase.ErrorsOf(document, All with { ExecutionDepthMax = depth - 1 }));
    }

    [Fact]
    public void Introspection_has_no_depth_where_it_does_not_count() =>
        Assert.Empty(RuleCase.ErrorsOf(
            "{ __schema { types { name } } }",
            All with { ExecutionDepthMax = 2, CountIntrospectionDepth = false }));

    [Fact]
    public void Field_lies_below_itself_only_so_often()
    {
        var limited = All with { FieldCycleDepthMax = 3 };
        const string Three = "{ profile { friend { friend { friend { id } } } } }";
        const string Four = "{ profile { friend { friend { ...F } } } } "
            + "fragment F on Profile { friend { friend { id } } }";

        Assert.Empty(RuleCase.ErrorsOf(Three, limited));
        Assert.Equal(
            ["1:77 Maximum allowed coordinate cycle depth was exceeded."],
            RuleCase.ErrorsOf(Four, limited));
    }

    [Fact]
    public void Field_beside_itself_is_no_cycle()
    {
        var document = "{ " + string.Join(' ', Enumerable.Range(0, 9).Select(
            i => $"p{i}: profile {{ a: friend {{ id }} b: friend {{ id }} }}")) + " }";

        Assert.Empty(RuleCase.ErrorsOf(document, All with { FieldCycleDepthMax = 1 }));
    }

    [Theory]
    [InlineData("fields { type { fields { name } } }")]
    [InlineData("fields { type { possibleTypes { interfaces { possibleTypes { name } } } } }")]
    [InlineData("inputFields { type { ofType { inputFields { name } } } }")]
    public void Lists_of_introspection_do_not_lie_in_themselves(string selection) =>
        Assert.EndsWith(
            "Maximum allowed introspection depth exceeded.",
            Assert.Single(RuleCase.ErrorsOf($"{{ __schema {{ types {{ {selection} }} }} }}", All)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    public void Wrapped_types_are_unwrapped_only_so_often(int depth, int errors)
    {
        var nested = string.Concat(Enumerable.Repeat("ofType { ", depth))
            + "name" + string.Concat(Enumerable.Repeat(" }", depth));

        Assert.Equal(
            errors,
            RuleCase.ErrorsOf($"{{ __type(name: \"A\") {{ {nested} }} }}", All).Count);
    }

    [Fact]
    public void Limits_are_judged_only_where_all_rules_are_kept() =>
        Assert.Equal(
            ["1:24 Cannot query field \"nothing\" on type \"Rule\"."],
            RuleCase.ErrorsOf(
                "{ fact { ... on Rule { nothing } } }", All with { ExecutionDepthMax = 1 }));
}
