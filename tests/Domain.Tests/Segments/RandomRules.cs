using System.Globalization;
using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Segments;

/// <summary>Texts of rules from a seed, in all the ways that people write them.</summary>
internal static class RandomRules
{
    public const int TraitMax = 6;

    public static SegmentRule Rule(Random random)
    {
        while (true)
        {
            var parse = SegmentRule.Parse(Any(random, depth: 3));
            if (parse.Rule is { } rule)
            {
                return rule;
            }

            Assert.All(parse.Faults, fault => Assert.Contains(
                "would take in everybody", fault.Message, StringComparison.Ordinal));
        }
    }

    private static string Any(Random random, int depth) =>
        string.Join(
            random.Next(2) == 0 ? " OR " : " or\n ",
            Enumerable.Range(0, random.Next(1, 4)).Select(_ => All(random, depth)));

    private static string All(Random random, int depth) =>
        string.Join(
            random.Next(2) == 0 ? " AND " : " and ",
            Enumerable.Range(0, random.Next(1, 4)).Select(_ => Term(random, depth)));

    private static string Term(Random random, int depth)
    {
        var not = random.Next(4) == 0 ? "NOT " : string.Empty;
        return not + random.Next(depth > 0 ? 4 : 3) switch
        {
            0 => Trait(random),
            1 or 2 => Frequency(random),
            _ => $"({Any(random, depth - 1)})",
        };
    }

    private static string Trait(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, TraitMax + 1)}T");

    private static string Frequency(Random random)
    {
        var traits = string.Join(
            ", ", Enumerable.Range(0, random.Next(1, 4)).Select(_ => Trait(random)));
        var window = random.Next(4) == 0 ? string.Empty
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{OneOf(random, " <= ", ">=", "=<", " => ")}{random.Next(1, 8)}D");
        var word = OneOf(random, "FREQUENCY", "frequency");
        var sign = OneOf(random, ">=", "=>", "<=", "==");
        return string.Create(
            CultureInfo.InvariantCulture, $"{word}([{traits}]{window}) {sign} {random.Next(6)}");
    }

    private static string OneOf(Random random, params string[] spellings) =>
        spellings[random.Next(spellings.Length)];
}
