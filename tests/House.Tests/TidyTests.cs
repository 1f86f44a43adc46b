using System.Text.RegularExpressions;

namespace Krewe.House.Tests;

/// <summary>What we ask of every source file and no analyzer checks.</summary>
public sealed partial class TidyTests
{
    private const int ColumnsMax = 100;
    private const int LinesMax = 400;

    [Theory]
    [InlineData("// TO" + "DO: later", "an open end: mend it now")]
    [InlineData("    #reg" + "ion Helpers", "a region: split the file")]
    [InlineData("\tvar x = 1;", "a tab")]
    public void Line_that_is_untidy_is_named(string line, string fault) =>
        Assert.Equal([fault], FaultsOfLine(line));

    [Fact]
    public void Line_of_more_than_a_hundred_columns_is_named()
    {
        Assert.Empty(FaultsOfLine(new string('x', ColumnsMax)));
        Assert.Equal(
            ["101 columns, at most 100"], FaultsOfLine(new string('x', ColumnsMax + 1)));
    }

    [Fact]
    public void Lines_of_sources_are_tidy() =>
        Say.None(Repository.Faults(Repository.Sources, FaultsOfLine));

    [Fact]
    public void Sources_are_short() => Say.None(
        from path in Repository.Sources
        let lines = File.ReadLines(Repository.Full(path)).Count()
        where lines > LinesMax
        select $"{path}: {lines} lines, at most {LinesMax}");

    [Fact]
    public void Texts_end_with_a_line_and_have_no_carriage_returns() => Say.None(
        from path in Repository.Texts
        where !path.EndsWith(".sln", StringComparison.Ordinal)
            && !path.StartsWith("tests/Cases/", StringComparison.Ordinal)
        let text = Repository.Read(path)
        where text.Contains('\r', StringComparison.Ordinal)
            || (text.Length > 0 && !text.EndsWith('\n'))
        select $"{path}: every line ends with one line feed, the last too");

    [Fact]
    public void Product_and_tests_are_the_same_on_either_engine() => Say.None(
        Repository.Faults(
            Repository.Sources.Where(path => path.StartsWith("grains/", StringComparison.Ordinal)
                || path.StartsWith("api/", StringComparison.Ordinal)
                || path.StartsWith("tests/", StringComparison.Ordinal)),
            line => Conditional().IsMatch(line)
                ? ["a condition of the compiler: put what differs into silo/"]
                : []));

    [Fact]
    public void Nothing_but_the_checks_reads_outside_the_repository() => Say.None(
        Repository.Faults(
            Repository.Texts.Where(path => path != ".ci/run"),
            line => Outside().IsMatch(line) ? ["names a folder outside the repository"] : []));

    private static IEnumerable<string> FaultsOfLine(string line)
    {
        if (line.Length > ColumnsMax)
        {
            yield return $"{line.Length} columns, at most {ColumnsMax}";
        }

        if (line.Contains('\t', StringComparison.Ordinal))
        {
            yield return "a tab";
        }

        if (Region().IsMatch(line))
        {
            yield return "a region: split the file";
        }

        if (OpenEnd().IsMatch(line))
        {
            yield return "an open end: mend it now";
        }
    }

    // The brackets keep the patterns from meeting themselves.
    [GeneratedRegex(@"\b(TOD[O]|FIXM[E]|HAC[K]|XX[X])\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex OpenEnd();

    [GeneratedRegex(@"^\s*#\s*(end)?regio[n]\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Region();

    [GeneratedRegex(@"^\s*#\s*i[f]\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Conditional();

    [GeneratedRegex(@"(\.\.|/work)/share[d]\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Outside();
}
