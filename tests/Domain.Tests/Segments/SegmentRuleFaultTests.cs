using Krewe.Domain.Segments;

namespace Krewe.Domain.Tests.Segments;

/// <summary>What people are told of their slips, word by word.</summary>
public sealed class SegmentRuleFaultTests
{
    public static TheoryData<string, string> Slips { get; } = new()
    {
        {
            "",
            "1:1: found the end of the rule, expected a condition such as 12345T or FREQUENCY"
            + "([12345T]) >= 2"
        },
        {
            "123 AND 456T",
            "1:1: found '123', a number without T; write 123T"
        },
        {
            "1T && 2T || !3T",
            "1:4: found '&&'; write AND\n1:10: found '||'; write OR\n1:13: found '!'; write N"
            + "OT"
        },
        {
            "1T 2T",
            "1:4: found '2T', expected AND, OR or AND NOT between two conditions"
        },
        {
            "1T NOT 2T",
            "1:4: found 'NOT', expected AND NOT; NOT alone joins nothing"
        },
        {
            "(1T AND 2T",
            "1:11: found the end of the rule, expected AND, OR, AND NOT or ')'; the '(' at li"
            + "ne 1, column 1 is never closed"
        },
        {
            "1T)",
            "1:3: found ')', which no '(' opens"
        },
        {
            "1T AND OR 2T",
            "1:8: found 'OR', expected a condition such as 12345T or FREQUENCY([12345T]) >= 2"
            + "; two conditions are joined by one AND, OR or AND NOT"
        },
        {
            "1T AND NOT NOT 2T",
            "1:12: found 'NOT', expected a condition such as 12345T or FREQUENCY([12345T]) >="
            + " 2; one NOT is enough"
        },
        {
            "frequency([1000T]) <= 5 AND isSiteVisitorTrait",
            "1:29: found 'isSiteVisitorTrait', expected a condition such as 12345T or FREQUEN"
            + "CY([12345T]) >= 2; a trait is written as its number and a T, not by its name"
        },
        {
            "frequency([1000T]) <= 5",
            "1:1: a frequency <= 5 alone would take in everybody who never realised it; AND i"
            + "t with a condition that needs a trait"
        },
        {
            "2T OR FREQUENCY([1T] <= 5D) == 0",
            "1:7: a frequency == 0 alone would take in everybody who never realised it; AND i"
            + "t with a condition that needs a trait"
        },
        {
            "NOT 1T",
            "1:1: NOT alone would take in everybody who never realised it; AND it with a cond"
            + "ition that needs a trait"
        },
        {
            "FREQUENCY([1T] <= 0D) >= 1",
            "1:19: found '0D', a recency must be from 1 to 3650 days"
        },
        {
            "FREQUENCY([1T] <= 5) >= 1",
            "1:19: found '5', days without D; write 5D"
        },
        {
            "FREQUENCY([1T] = 5D) >= 1",
            "1:16: found '=', expected a recency (<= or >= and days) or ')'"
        },
        {
            "FREQUENCY([1T] <= 5D) > 1",
            "1:23: found '>', expected how often: >=, <= or ==; write >= and one more"
        },
        {
            "FREQUENCY([1T] <= 5D) = 1",
            "1:23: found '=', expected how often: >=, <= or ==; write == for exactly"
        },
        {
            "FREQUENCY(1T) >= 1",
            "1:11: found '1T', expected '[' before the traits that are counted"
        },
        {
            "FREQUENCY([1T,2T >= 1",
            "1:18: found '>=', expected ']' after the traits that are counted"
        },
        {
            "FREQUENCY([1T] <= 5D >= 1",
            "1:22: found '>=', expected ')'; the '(' at line 1, column 10 is never closed"
        },
        {
            "FREQUENCY([1T]) >= many",
            "1:20: found 'many', expected a number of times from 0 to 2147483647"
        },
        {
            "FREQUENCY([1T])",
            "1:16: found the end of the rule, expected how often: >=, <= or =="
        },
        {
            "99999999999T",
            "1:1: found '99999999999T', expected a condition such as 12345T or FREQUENCY([123"
            + "45T]) >= 2; a trait is a number from 1 to 2147483647 and a T"
        },
        {
            "1T AND\n \"2T\"",
            "2:2: found \"2T\", expected a condition such as 12345T or FREQUENCY([12345T]) >="
            + " 2"
        },
        {
            "0T",
            "1:1: found '0T', expected a condition such as 12345T or FREQUENCY([12345T]) >= 2"
            + "; a trait is a number from 1 to 2147483647 and a T"
        },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Slip_is_named_with_its_place_and_its_cure(string text, string expected)
    {
        var parse = SegmentRule.Parse(text);

        Assert.Null(parse.Rule);
        Assert.Equal(expected, string.Join('\n', parse.Faults));
    }
}
