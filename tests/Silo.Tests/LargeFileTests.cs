using System.Globalization;
using Krewe.Contracts.Onboarding;
using Krewe.Silo.Commands;
using Krewe.Silo.Demo;
using Krewe.Silo.Tests.Support;
using Xunit.Abstractions;

namespace Krewe.Silo.Tests;

/// <summary>A long file with faults of every kind, beside questions that want an answer.</summary>
/// <remarks><c>KREWE_LARGE=1</c> takes a million lines instead of fifty thousand.</remarks>
public sealed class LargeFileTests(ITestOutputHelper output)
{
    private const int LinesDefault = 50_000;
    private const int LinesLarge = 1_000_000;
    private const int AnswersMin = 10;
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Receipt_is_exact_and_the_silo_answers_all_the_time()
    {
        var folder = Directory.CreateTempSubdirectory("krewe-large-");
        try
        {
            await RunAsync(
                folder.FullName,
                Environment.GetEnvironmentVariable("KREWE_LARGE") == "1"
                    ? LinesLarge
                    : LinesDefault);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task RunAsync(string folder, int lines)
    {
        await using var platform = await TestPlatform.StartAsync();
        await using var child = ChildSilo.Start(
            Path.Combine(folder, "data"), TestSettings.EnvironmentFor(platform.Address));
        var silo = await child.ReadyAsync();
        await silo.SendWorkspaceAsync(
            DemoFiles.Workspace(Path.Combine(folder, "none")), applies: true, None);
        await using var content = new FileStream(
            Path.Combine(folder, "lines.gz"), FileMode.CreateNew, FileAccess.ReadWrite);
        var file = LargeFile.Write(content, lines);
        content.Position = 0;

        using var over = new CancellationTokenSource();
        var slowest = SlowestAnswerAsync(silo, over.Token);
        var began = TimeProvider.System.GetTimestamp();
        var job = await silo.ImportAsync(LargeFile.Name, content, _ => { }, None);
        var took = TimeProvider.System.GetElapsedTime(began);
        await over.CancelAsync();
        var (answers, wait) = await slowest;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{lines:N0} lines in {took.TotalSeconds:0.0} s, {lines / took.TotalSeconds:N0} /s; "
            + $"peak memory {child.PeakMemoryBytes() >> 20} MiB; slowest of "
            + $"{answers} answers {wait.TotalMilliseconds:0} ms"));

        Assert.Equal(ImportStatus.Done, job.Status);
        Assert.Equal(file.Expected, job.Receipt?.Counters);
        Assert.True(answers >= AnswersMin, $"It answered {answers} times in {took}.");
        var segments = await silo.GetSegmentsAsync(0, None);
        Assert.Equal(file.Users, segments.Single(segment => segment.Id == 2).Count);
    }

    // How slow an answer may be is a matter of the machine; that there are answers is not.
    private static async Task<(int Answers, TimeSpan Slowest)> SlowestAnswerAsync(
        SiloClient silo, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = silo.Address };
        var time = TimeProvider.System;
        var slowest = TimeSpan.Zero;
        var answers = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            using var response = await http.GetAsync("health/live", None);
            response.EnsureSuccessStatusCode();
            var took = time.GetElapsedTime(began);
            slowest = took > slowest ? took : slowest;
            answers++;
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, None);
        }

        return (answers, slowest);
    }
}
