using System.Text;
using Krewe.Domain.Onboarding;

namespace Krewe.Domain.Tests.Onboarding;

public sealed class LineReaderTests
{
    private const int Max = OnboardingLimits.LineLengthMax;

    [Fact]
    public void Reads_the_same_lines_however_the_bytes_arrive()
    {
        var file = Encoding.UTF8.GetBytes("\uFEFFa\tb\r\n\r\n   \nc\r\n\nd\re\nlast\tone\r");
        var whole = InboundFiles.ReadLines(file);

        Assert.Equal(
            [(1, "a\tb"), (4, "c"), (6, "d\re"), (7, "last\tone")],
            whole.Select(line => ((int)line.Line, line.Text)));
        for (var first = 0; first <= file.Length; first++)
        {
            for (var second = first; second <= file.Length; second++)
            {
                Assert.Equal(whole, InboundFiles.ReadLines(file, first, second));
            }
        }
    }

    [Theory]
    [InlineData(Max, "\n", LineStatus.Line)]
    [InlineData(Max, "\r\n", LineStatus.Line)]
    [InlineData(Max, "", LineStatus.Line)]
    [InlineData(Max + 1, "\n", LineStatus.Overlong)]
    [InlineData(Max + 1, "\r\n", LineStatus.Overlong)]
    [InlineData(Max + 1, "", LineStatus.Overlong)]
    [InlineData(3 * Max, "\r\n", LineStatus.Overlong)]
    public void Leaves_a_line_out_only_when_it_is_too_long(
        int length, string ending, LineStatus expected)
    {
        var after = ending.Length == 0 ? string.Empty : "next";
        var file = Encoding.UTF8.GetBytes($"first\n{new string('x', length)}{ending}{after}");
        var whole = InboundFiles.ReadLines(file);

        Assert.Equal((expected, 2L), (whole[1].Status, whole[1].Line));
        Assert.Equal(expected == LineStatus.Line ? length : 0, whole[1].Text.Length);
        Assert.Equal(
            ending.Length == 0 ? ["first"] : ["first", "next"],
            whole.Where(line => line.Line != 2).Select(line => line.Text));
        foreach (var cut in Cuts(length))
        {
            int[] cuts = [.. Enumerable.Range(-2, 6).Select(step => cut + step)
                .Where(at => at >= 0 && at <= file.Length)];
            Assert.Equal(whole, InboundFiles.ReadLines(file, cuts));
        }
    }

    [Fact]
    public void Skips_a_line_that_spans_many_buffers_and_reports_it_once()
    {
        var file = Encoding.UTF8.GetBytes($"a\n{new string('x', 20 * Max)}\nb\n");
        int[] cuts = [.. Enumerable.Range(1, 40).Select(part => part * file.Length / 41)];

        Assert.Equal(
            [
                (LineStatus.Line, 1L, "a"),
                (LineStatus.Overlong, 2L, string.Empty),
                (LineStatus.Line, 3L, "b"),
            ],
            InboundFiles.ReadLines(file, cuts));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("  \r\n ")]
    public void Finds_no_lines_in_blank_files(string file) =>
        Assert.Empty(InboundFiles.ReadLines(Encoding.UTF8.GetBytes(file)));

    private static IEnumerable<int> Cuts(int length) => [0, 6, Max, Max + 6, 6 + length];
}
