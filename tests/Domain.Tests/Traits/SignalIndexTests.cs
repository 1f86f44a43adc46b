using System.Globalization;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;
using Krewe.Tests.Support;

namespace Krewe.Domain.Tests.Traits;

/// <summary>
/// Goal: the index grants what the rules, asked one by one, grant.
/// Method: random rules over few keys and values, random lines, both answers compared.
/// </summary>
public sealed class SignalIndexTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 100)];

    [Fact]
    public void Rule_that_cannot_be_read_is_refused_and_grants_nothing()
    {
        var index = SignalIndex.Build(
            [Trait(1, "ic = = 5"), Trait(2, "ic == \"5\""), Trait(3, null)]);

        Assert.Equal("1", string.Join(',', index.Refused));
        Assert.Equal("2", Found(index, "ic=5", 4));
    }

    [Fact]
    public void Matches_that_do_not_fit_are_not_lost_silently()
    {
        var index = SignalIndex.Build(
            [Trait(1, "ic == \"5\""), Trait(2, "ic == \"5\""), Trait(3, "ic == 5 OR a == 1")]);

        Assert.Equal("too short", Found(index, "ic=5&a=1", 2));
        Assert.Equal("1,2,3", Found(index, "ic=5&a=1", 3));
        Assert.Equal("too short", Found(index, "ic=5", 0));
        Assert.Equal(string.Empty, Found(index, "ic=6", 0));
    }

    [Fact]
    public void Rule_over_two_signals_needs_both_on_one_line()
    {
        var index = SignalIndex.Build(
            [Trait(1, "product == \"camera\" AND type == \"digital SLR\"")]);

        Assert.Equal("1", Found(index, "product=Camera&type=digital slr", 4));
        Assert.Equal(string.Empty, Found(index, "product=camera", 4));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("country=fr&age=20&size=9", 3)]
    [InlineData("country=us&age=20", 1)]
    [InlineData("COUNTRY=US&age=31&age=40&size=9", 1)]
    public void Signals_are_unused_where_no_rule_asks_for_them(string text, int expected)
    {
        var index = SignalIndex.Build([Trait(1, "country == \"us\" AND age > 30")]);
        var (buffer, signals) = SignalLines.Of(text);

        index.MatchLine(buffer, signals, new TraitId[4], out var unused);

        Assert.Equal(expected, unused);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Index_grants_what_the_rules_grant(int seed)
    {
        var random = new Random(seed);
        var traits = Enumerable.Range(1, 40)
            .Select(id => Trait(id, Rule(random, depth: 2)))
            .Where(trait => TraitRule.Parse(trait.Rule!).Rule is not null)
            .ToArray();
        var index = SignalIndex.Build(traits);
        for (var round = 0; round < 20; round++)
        {
            var text = string.Join(
                '&', Enumerable.Range(0, random.Next(20)).Select(_ => Pair(random, "=")));
            var (buffer, signals) = SignalLines.Of(text);
            var expected = string.Join(',', traits
                .Where(trait => TraitRule.Parse(trait.Rule!).Rule!.Matches(buffer, signals))
                .Select(trait => trait.Id));

            Assert.True(
                string.Equals(expected, Found(index, text, 40), StringComparison.Ordinal),
                $"seed {seed}, round {round}: {text} gives {Found(index, text, 40)}, "
                + $"not {expected}");
        }
    }

    [Fact]
    public void Lookup_allocates_nothing()
    {
        var index = SignalIndex.Build(
            [Trait(1, "ic == \"5\" AND a > 3"), Trait(2, "ic == 5"), Trait(3, "a contains \"x\"")]);
        var (buffer, signals) = SignalLines.Of("ic=5&a=4");
        var matches = new TraitId[4];

        Assert.Equal(
            0, Allocations.Least(() => index.MatchLine(buffer, signals, matches, out _)));
    }

    private static string Found(SignalIndex index, string text, int room)
    {
        var (buffer, signals) = SignalLines.Of(text);
        var matches = new TraitId[room];
        var count = index.MatchLine(buffer, signals, matches, out _);
        return count < 0 ? "too short" : string.Join(',', matches[..count]);
    }

    private static string Rule(Random random, int depth)
    {
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            (random.Next(5) == 0 ? "NOT " : string.Empty)
            + (depth > 0 && random.Next(3) == 0
                ? $"({Rule(random, depth - 1)})"
                : Test(random)));
        return string.Join(random.Next(2) == 0 ? " AND " : " OR ", parts);
    }

    private static string Test(Random random) => random.Next(3) == 0
        ? OneOf(random, "a", "B", "key_c", "d")
            + OneOf(
                random,
                " contains ", " startswith ", " endswith ", " matcheswords ", " > ", " <= ",
                " matchesregex ", " == ", " != ")
            + $"\"{Value(random)}\""
        : Pair(
            random,
            OneOf(random, " == ", " == ", " != ", " < ", " <= ", " > ", " >= ", " contains "));

    private static string Pair(Random random, string between) =>
        OneOf(random, "a", "B", "key_c", "d") + between + Value(random);

    // Few letters and short, so that texts stand in each other, at both ends and twice.
    private static string Value(Random random) => random.Next(3) switch
    {
        0 => random.Next(1, 13).ToString(CultureInfo.InvariantCulture),
        1 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(-3, 4)}.{random.Next(2)}0"),
        _ => string.Concat(Enumerable.Range(0, random.Next(1, 9))
            .Select(_ => OneOf(random, "a", "B", "-", "\u00c9"))),
    };

    private static string OneOf(Random random, params string[] texts) =>
        texts[random.Next(texts.Length)];

    private static TraitDefinition Trait(int id, string? rule) => new()
    {
        Id = new TraitId(id),
        Name = "t",
        DataSource = new DataSourceId(1),
        Rule = rule,
    };
}
