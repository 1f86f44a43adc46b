using Krewe.Domain.Identity;
using Krewe.Domain.Segments;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Segments;

public sealed class SegmentRuleTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Fact]
    public void Too_many_traits_are_refused()
    {
        var text = string.Join(" OR ", Enumerable.Range(1, 5_001).Select(i => $"{i}T"));

        Assert.Equal(
            "1:1: the rule names 5001 traits, at most 5000 may be",
            Assert.Single(SegmentRule.Parse(text).Faults).ToString());
    }

    [Fact]
    public void Hostile_text_is_refused_and_not_walked()
    {
        Assert.Contains(
            "nested deeper than 200",
            Assert.Single(SegmentRule.Parse(new string('(', 60_000)).Faults).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "at most 65536",
            Assert.Single(SegmentRule.Parse(new string('(', 70_000)).Faults).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_may_be_nested_two_hundred_deep()
    {
        var text = new string('(', 200) + "1T" + new string(')', 200);

        Assert.Equal("1T", SegmentRule.Parse(text).Rule!.ToString());
    }

    [Theory]
    [InlineData("(1634962T) AND (1634961T OR 1634966T)", "1634962T AND (1634961T OR 1634966T)")]
    [InlineData("1t and not 2t", "1T AND NOT 2T")]
    [InlineData("1T OR 2T AND 3T", "1T OR (2T AND 3T)")]
    [InlineData("((1T AND 2T) AND 3T)", "1T AND 2T AND 3T")]
    [InlineData("1T AND NOT (NOT 2T)", "1T AND 2T")]
    [InlineData("(frequency([1000T] <= 2D) >= 5)", "FREQUENCY([1000T] <= 2D) >= 5")]
    [InlineData("FREQUENCY([2T,1T,2T]=>5d)=>2", "FREQUENCY([1T,2T] >= 5D) >= 2")]
    [InlineData(
        "frequency([1000T]) >= 1  AND  frequency([1000T]) <= 5",
        "FREQUENCY([1000T]) >= 1 AND FREQUENCY([1000T]) <= 5")]
    [InlineData("frequency([1000T]) <= 5 AND 7T", "FREQUENCY([1000T]) <= 5 AND 7T")]
    public void Rule_is_written_in_one_way(string text, string expected)
    {
        var parse = SegmentRule.Parse(text);

        Assert.Empty(parse.Faults);
        Assert.Equal(expected, parse.Rule!.ToString());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Written_rule_reads_as_the_same_rule(int seed)
    {
        var rule = RandomRules.Rule(new Random(seed));

        Assert.True(
            rule.Equals(SegmentRule.Parse(rule.ToString()).Rule), $"seed {seed}: {rule}");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Broken_text_is_a_fault_and_never_an_exception(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 50; round++)
        {
            var text = RandomRules.Rule(random).ToString().ToCharArray();
            text[random.Next(text.Length)] = "()[],TD<>=!&|\"“ 09x\n"[random.Next(20)];
            var parse = SegmentRule.Parse(new string(text));

            Assert.True(
                parse.Rule is null != parse.Faults.IsEmpty,
                $"seed {seed}, round {round}: {new string(text)}");
        }
    }

    [Fact]
    public void Rule_knows_its_traits_and_their_windows()
    {
        var rule = SegmentRule.Parse(
            "9T AND FREQUENCY([3T,5T] <= 7D) >= 1 AND FREQUENCY([3T] >= 30D) >= 1").Rule!;

        Assert.Equal("3,5,9", string.Join(',', rule.Traits));
        Assert.True(rule.UsesRecencyOrFrequency);
        Assert.False(SegmentRule.Parse("1T").Rule!.UsesRecencyOrFrequency);
        Assert.Equal(30, rule.WindowDaysMax(new TraitId(3)));
        Assert.Equal(7, rule.WindowDaysMax(new TraitId(5)));
        Assert.Equal(0, rule.WindowDaysMax(new TraitId(9)));
        Assert.Equal(0, rule.WindowDaysMax(new TraitId(1)));
    }

    [Fact]
    public void Check_names_traits_that_are_unknown_or_cannot_be_counted()
    {
        var rule = SegmentRule.Parse(
            "1T AND\n FREQUENCY([2T,3T]) >= 2 AND 4T AND FREQUENCY([5T]) >= 1 AND 6T").Rule!;

        Assert.Equal(
            "2:2: trait 2T is onboarded: recency and frequency are for rule-based and folder "
            + "traits; write 2T alone\n2:30: trait 4T does not exist",
            string.Join('\n', rule.Check(Find)));
    }

    private static TraitDefinition? Find(TraitId trait) => trait.Value == 4 ? null : new()
    {
        Id = trait,
        Name = "t",
        DataSource = new DataSourceId(1),
        Type = trait.Value switch
        {
            3 => TraitType.RuleBased,
            5 => TraitType.Folder,
            _ => TraitType.Onboarded,
        },
    };
}
