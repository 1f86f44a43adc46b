using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Traits;

public sealed class TraitRuleTests
{
    [Theory]
    [InlineData("ic == \"4321\"", "ic=4321", true)]
    [InlineData("ic == 4321", "ic=04321", false)]
    [InlineData("Product == \"CAMERA\"", "product=camera", true)]
    [InlineData("stadt == \"KÖLN\"", "Stadt=köln", true)]
    [InlineData("-product == camera", "product=camera", true)]
    [InlineData("a != \"1\"", "a=2", true)]
    [InlineData("a != \"1\"", "a=1", false)]
    [InlineData("a != \"1\"", "b=2", false)]
    [InlineData("price >= 1.00 AND price <= 100.00", "price=99.5", true)]
    [InlineData("price >= 1.00 AND price <= 100.00", "price=100.01", false)]
    [InlineData("price < 10", "price=1e-7", true)]
    [InlineData("price < 10", "price=1.5E+1", false)]
    [InlineData("price <= 1e3", "price=999", true)]
    [InlineData("price == 1000", "price=1e3", false)]
    [InlineData("price < 10", "price=1e999", false)]
    [InlineData("price => 9", "price=10", true)]
    [InlineData("price =< 9", "price=10", false)]
    [InlineData("p_age < 25", "p_age=23", true)]
    [InlineData("p_age < 25", "p_age=25", false)]
    [InlineData("p_age < 25", "p_age=old", false)]
    [InlineData("p_age < 25", "p_age=-3", true)]
    [InlineData("since > \"2026-01\"", "since=2026-02", true)]
    [InlineData("a contains \"mer\"", "a=CaMEra", true)]
    [InlineData("a startswith \"cam\"", "a=camera", true)]
    [InlineData("a startswith \"era\"", "a=camera", false)]
    [InlineData("a endswith \"era\"", "a=camera", true)]
    [InlineData("a matcheswords \"car\"", "a=red car!", true)]
    [InlineData("a matcheswords \"car\"", "a=scar cart", false)]
    [InlineData("a matcheswords \"car\"", "a=cart car", true)]
    [InlineData("a matchesregex \"^c.m\\w+$\"", "a=Camera", true)]
    [InlineData("a matchesregex \"^c.m$\"", "a=Camera", false)]
    [InlineData("(a== \"1\" OR b==\"1\") AND (c==\"new\")", "b=1&c=new", true)]
    [InlineData("(a== \"1\" OR b==\"1\") AND (c==\"new\")", "b=1", false)]
    [InlineData("a == 1 AND NOT b == 1", "a=1&b=2", true)]
    [InlineData("a == 1 AND NOT b == 1", "a=1&b=2&b=1", false)]
    [InlineData("a == 1 OR b == 1 AND c == 1", "a=1", true)]
    [InlineData(
        "product == \"camera\" AND type == \"digital SLR\"",
        "product=camera&type=Digital SLR",
        true)]
    public void Rule_matches_the_signals_it_asks_for(string text, string signals, bool expected)
    {
        var parse = TraitRule.Parse(text);
        var line = SignalLines.Of(signals);

        Assert.Empty(parse.Faults);
        Assert.Equal(expected, parse.Rule!.Matches(line.Buffer, line.Signals));
    }

    [Theory]
    [InlineData("(c_make==\"A\") AND (c_model==B)", "c_make == \"A\" AND c_model == \"B\"")]
    [InlineData("a => 1 or B CONTAINS x", "a >= \"1\" OR B contains \"x\"")]
    [InlineData("a == \"say \\\"hi\\\"\"", "a == \"say \\\"hi\\\"\"")]
    [InlineData("a == \"c:\\\\\"", "a == \"c:\\\\\"")]
    [InlineData("a matchesregex \"\\d+\"", "a matchesregex \"\\d+\"")]
    [InlineData(
        "a == 1 AND (b == 2 OR NOT (c == 3))",
        "a == \"1\" AND (b == \"2\" OR NOT c == \"3\")")]
    public void Rule_is_written_in_one_way_that_reads_the_same(string text, string expected)
    {
        var rule = TraitRule.Parse(text).Rule!;

        Assert.Equal(expected, rule.ToString());
        Assert.Equal(rule, TraitRule.Parse(expected).Rule);
    }

    [Fact]
    public void Long_values_are_matched_as_short_ones_are()
    {
        var rule = TraitRule.Parse("a endswith \"END\" AND a matchesregex \"end$\"").Rule!;

        Assert.True(rule.Matches("A", new string('ä', 50_000) + "end"));
        Assert.False(rule.Matches("A", new string('ä', 50_000)));
    }
}
