using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;

namespace Krewe.Silo.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_exits_with_1_and_says_who_is_missing_when_the_platform_loses_a_member()
    {
        var lost = DemoFiles.People[1].Email;
        var (exitCode, output) = await RunAsync(new DemoSettings
        {
            Token = TestPlatform.FirstToken,
            BeforeComparison = (platform, _) =>
                TestPlatform.LoseAsync(platform, TestPlatform.FirstToken, lost),
        });

        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"Segment 1: {lost} is missing on the platform.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_exits_with_0_when_the_platform_holds_what_follows_from_the_files()
    {
        var (exitCode, output) = await RunAsync(new DemoSettings
        {
            Token = TestPlatform.FirstToken,
        });

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain(TestPlatform.FirstToken, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 140, line));
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(DemoSettings settings)
    {
        await using var output = new StringWriter();
        var exitCode = await new DemoRun(Terminal.Create(output), settings)
            .RunAsync(CancellationToken.None);
        return (exitCode, output.ToString());
    }
}
