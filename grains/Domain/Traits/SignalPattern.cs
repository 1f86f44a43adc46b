using System.Globalization;
using System.Text.RegularExpressions;

namespace Krewe.Domain.Traits;

/// <summary>Patterns that a rule may hold: such as cannot be made to run for long.</summary>
internal static partial class SignalPattern
{
    /// <summary>What repetitions may multiply to: each is a state of the automaton.</summary>
    private const long RepetitionsMax = 10_000;

    /// <summary>Compiles a pattern that needs no going back.</summary>
    public static Regex? Compile(string pattern, out string? fault)
    {
        fault = Unbounded(pattern) ?? Intersecting(pattern);
        if (fault is not null)
        {
            return null;
        }

        try
        {
            return new Regex(
                pattern,
                RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
                    | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException malformed)
        {
            fault = $"the pattern is malformed: {malformed.Message}";
        }
        catch (NotSupportedException)
        {
            fault = "the pattern looks around or refers back, which needs unbounded time";
        }

        return null;
    }

    /// <summary>No pattern, and a fault if the text that stands for it is empty.</summary>
    public static Regex? None(bool isEmpty, out string? fault)
    {
        fault = isEmpty ? "the value is empty, and every value would meet it" : null;
        return null;
    }

    // What .NET reads as two ampersands, Java reads as what both classes have.
    private static string? Intersecting(string pattern)
    {
        var isInClass = false;
        for (var index = 0; index < pattern.Length; index++)
        {
            switch (pattern[index])
            {
                case '\\': index++; break;
                case '[': isInClass = true; break;
                case ']': isInClass = false; break;
                case '&' when isInClass && pattern.AsSpan(index).StartsWith("&&"):
                    return "the pattern intersects classes with &&: write out what both have";
            }
        }

        return null;
    }

    private static string? Unbounded(string pattern)
    {
        if (pattern.Length is 0 or > SignalTest.PatternLengthMax)
        {
            return $"the pattern has {pattern.Length} characters, it may have from 1 to "
                + $"{SignalTest.PatternLengthMax}";
        }

        var repetitions = 1L;
        foreach (var match in Repetition().EnumerateMatches(pattern))
        {
            var digits = pattern.AsSpan(match.Index, match.Length).Trim("{,}");
            digits = digits[(digits.LastIndexOf(',') + 1)..];
            repetitions *= long.TryParse(digits, CultureInfo.InvariantCulture, out var count)
                ? Math.Clamp(count, 1, RepetitionsMax + 1) : RepetitionsMax + 1;
            if (repetitions > RepetitionsMax)
            {
                return $"the pattern repeats more than {RepetitionsMax} times in all";
            }
        }

        return null;
    }

    [GeneratedRegex(@"\{[0-9]+(,[0-9]*)?\}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Repetition();
}
