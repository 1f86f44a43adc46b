using Krewe.Domain.Traits;

namespace Krewe.Domain.Tests.Traits;

/// <summary>What people are told of their slips, word by word.</summary>
public sealed class TraitRuleFaultTests
{
    public static TheoryData<string, string> Slips { get; } = new()
    {
        {
            "",
            "1:1: found the end of the rule, expected a key such as product"
        },
        {
            "product = camera",
            "1:9: found '='; write =="
        },
        {
            "123 == \"1\"",
            "1:1: found '123', expected a key such as product; a key has letters, digits, - _"
            + " and ., not digits alone"
        },
        {
            "price!123 == \"1\"",
            "1:6: found '!', expected ==, !=, >, <, >=, <=, contains, matcheswords, startswit"
            + "h, endswith or matchesregex"
        },
        {
            "product == digital SLR",
            "1:20: found 'SLR', expected AND, OR or AND NOT; a value of several words or with"
            + " signs is written in quotes\n1:23: found the end of the rule, expected ==, !=, >"
            + ", <, >=, <=, contains, matcheswords, startswith, endswith or matchesregex"
        },
        {
            "product == \"digital SLR",
            "1:12: the quote that opens here is never closed"
        },
        {
            "product == “camera”",
            "1:12: found '“', a curly quote; write straight quotes: \"…\""
        },
        {
            "product like \"camera\"",
            "1:9: found 'like', expected ==, !=, >, <, >=, <=, contains, matcheswords, starts"
            + "with, endswith or matchesregex"
        },
        {
            "product ==",
            "1:11: found the end of the rule, expected a value such as 25 or \"digital camera"
            + "\"; a value with signs is written in quotes"
        },
        {
            "product contains \"\"",
            "1:18: the value is empty, and every value would meet it"
        },
        {
            "product matchesregex \"(a\"",
            "1:22: the pattern is malformed: Invalid pattern '(a' at offset 2. Not enough )'s"
            + "."
        },
        {
            "product matchesregex \"(a)\\1\"",
            "1:22: the pattern looks around or refers back, which needs unbounded time"
        },
        {
            "product matchesregex \"[a-c&&[^b]]\"",
            "1:22: the pattern intersects classes with &&: write out what both have"
        },
        {
            "product matchesregex \"a{200}{200}\"",
            "1:22: the pattern repeats more than 10000 times in all"
        },
        {
            "NOT product == \"camera\"",
            "1:1: the rule holds without any signal; AND its NOT with a comparison that needs"
            + " one"
        },
        {
            "a == \"1\" && b == \"2\"",
            "1:10: found '&&'; write AND"
        },
        {
            "a == \"1\" b == \"2\"",
            "1:10: found 'b', expected AND, OR or AND NOT; a value of several words or with s"
            + "igns is written in quotes"
        },
        {
            "(a == \"1\" OR b == \"2\"",
            "1:22: found the end of the rule, expected AND, OR, AND NOT or ')'; the '(' at li"
            + "ne 1, column 1 is never closed"
        },
        {
            "a == \"1\" AND OR b == \"2\"",
            "1:14: found 'OR', expected a key such as product"
        },
        {
            "a == 50%|60",
            "1:9: found '|'; write OR\n1:10: found '60', expected a key such as product; a ke"
            + "y has letters, digits, - _ and ., not digits alone"
        },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Slip_is_named_with_its_place_and_its_cure(string text, string expected)
    {
        var parse = TraitRule.Parse(text);

        Assert.Null(parse.Rule);
        Assert.Equal(expected, string.Join('\n', parse.Faults));
    }
}
