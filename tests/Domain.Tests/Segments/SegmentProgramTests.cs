using Krewe.Domain.Segments;
using Krewe.Domain.Tests.Traits;
using Krewe.Domain.Traits;
using Krewe.Tests.Support;

namespace Krewe.Domain.Tests.Segments;

/// <summary>
/// Goal: the compiled form of a rule answers what the rule says, and knows when that ends.
/// Method: random rules and profiles, decided by the program and by <see cref="SegmentOracle"/>,
/// today and on every day until long after the last window has closed.
/// </summary>
public sealed class SegmentProgramTests
{
    private const int Today = 20_000;
    private const int DaysAfter = 40;
    private const long Noon = UtcDay.SecondsADay / 2;
    private static readonly long Now = UtcDay.StartOf(Today) + Noon;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Program_answers_as_the_rule_says(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            var rule = RandomRules.Rule(random);
            var held = RandomTraits.Set(random, RandomRules.TraitMax, Today);
            var holds = SegmentProgram.Compile(rule).Evaluate(held, Now, out _);

            Assert.True(
                SegmentOracle.Holds(rule, held, Now) == holds,
                $"seed {seed}, round {round}: {rule} of {string.Join(',', held)}");
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Answer_stays_until_the_instant_it_may_change(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++)
        {
            var rule = RandomRules.Rule(random);
            var held = RandomTraits.Set(random, RandomRules.TraitMax, Today);
            var holds = SegmentProgram.Compile(rule).Evaluate(held, Now, out var changesAt);
            var end = Math.Min(changesAt, UtcDay.StartOf(Today + DaysAfter));

            Assert.True(changesAt > Now, $"seed {seed}, round {round}: {changesAt} is past");
            for (var at = Now; at < end; at += Noon)
            {
                Assert.True(
                    SegmentOracle.Holds(rule, held, at) == holds,
                    $"seed {seed}, round {round}: {rule} at {at}, said to stay until {changesAt}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Answer_of_one_window_changes_when_it_is_said_to(int seed)
    {
        var random = new Random(seed);
        var held = RandomTraits.Set(random, traitMax: 3, Today);
        foreach (var sign in (string[])["<= 3D) >= 2", ">= 3D) >= 2", "<= 3D) == 1"])
        {
            var rule = Rule($"FREQUENCY([1T,2T,3T] {sign}");
            var holds = SegmentProgram.Compile(rule).Evaluate(held, Now, out var changesAt);

            Assert.True(
                changesAt == SegmentProgram.Never
                || SegmentOracle.Holds(rule, held, changesAt) != holds,
                $"seed {seed}: {rule} is the same at {changesAt}");
        }
    }

    [Theory]
    [InlineData("FREQUENCY([1T] <= 5D) >= 3", Today - 5, true)]
    [InlineData("FREQUENCY([1T] <= 5D) >= 3", Today - 6, false)]
    [InlineData("FREQUENCY([1T] <= 5D) >= 3", Today, true)]
    [InlineData("FREQUENCY([1T] >= 5D) >= 3", Today - 5, true)]
    [InlineData("FREQUENCY([1T] >= 5D) >= 3", Today - 15, true)]
    [InlineData("FREQUENCY([1T] >= 5D) >= 3", Today - 4, false)]
    public void Both_end_days_are_inside_a_window(string text, int day, bool expected)
    {
        var at = UtcDay.StartOf(day);
        TraitQualification[] held = [new(new TraitId(1), at, at, 3, [new DayCount(day, 3)])];

        Assert.Equal(expected, SegmentProgram.Compile(Rule(text)).Evaluate(held, Now, out _));
    }

    [Fact]
    public void Onboarded_qualification_stands_on_its_day()
    {
        TraitQualification[] held =
            [TraitQualification.Once(new TraitId(1), UtcDay.StartOf(Today - 2) + 5)];
        var program = SegmentProgram.Compile(Rule("FREQUENCY([1T] <= 5D) >= 1"));

        Assert.True(program.Evaluate(held, Now, out var changesAt));
        Assert.Equal(UtcDay.StartOf(Today + 4), changesAt);
    }

    [Fact]
    public void Answer_that_rests_on_a_plain_trait_waits_for_no_window()
    {
        TraitQualification[] held =
        [
            TraitQualification.Once(new TraitId(1), Now),
            TraitQualification.Once(new TraitId(2), Now),
        ];
        var program = SegmentProgram.Compile(Rule("FREQUENCY([1T] <= 5D) >= 1 OR 2T"));

        Assert.True(program.Evaluate(held, Now, out var changesAt));
        Assert.Equal(SegmentProgram.Never, changesAt);
    }

    [Fact]
    public void Long_list_of_traits_is_searched_from_either_side()
    {
        var rule = Rule(string.Join(" OR ", Enumerable.Range(1, 500).Select(i => $"{2 * i}T")));
        var program = SegmentProgram.Compile(rule);
        var odd = Enumerable.Range(0, 900).Select(i => Held((2 * i) + 1)).ToArray();

        Assert.False(program.Evaluate(odd, Now, out _));
        Assert.False(program.Evaluate(odd.AsSpan(0, 3), Now, out _));
        Assert.True(program.Evaluate([Held(3), Held(1_000)], Now, out _));
        Assert.True(program.Evaluate([.. odd.AsSpan(0, 499), Held(1_000)], Now, out _));
        Assert.True(program.Evaluate([.. odd.AsSpan(0, 500), Held(1_000)], Now, out _));
    }

    [Fact]
    public void Evaluation_allocates_nothing()
    {
        var program = SegmentProgram.Compile(
            Rule("(1T OR 2T OR 3T) AND FREQUENCY([4T,5T] <= 5D) >= 1 AND NOT 6T"));
        var held = RandomTraits.Set(new Random(3), RandomRules.TraitMax, Today);

        Assert.Equal(0, Allocations.Least(() => program.Evaluate(held, Now, out _)));
    }

    private static TraitQualification Held(int trait) =>
        TraitQualification.Once(new TraitId(trait), Now);

    private static SegmentRule Rule(string text)
    {
        var parse = SegmentRule.Parse(text);
        Assert.Empty(parse.Faults);
        return parse.Rule!;
    }
}
