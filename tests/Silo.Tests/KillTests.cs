using System.Globalization;
using Krewe.Silo.Tests.Support;
using Xunit.Abstractions;

namespace Krewe.Silo.Tests;

/// <summary>A process that is killed at any moment loses nothing and counts nothing
/// twice.</summary>
/// <remarks><c>KREWE_KILL_ROUNDS</c> says how often to kill; 20 unless given.</remarks>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int RoundsDefault = 20;
    private const int RoundsPerJourney = 7;
    private const int Customers = 2_000;
    private const int Seed = 20_261_122;
    private const int RecoveryMsMax = 900;
    private const int AfterRowsMsMax = 50;
    private const int CallsMax = 20;

    [Fact]
    public async Task Killed_silo_ends_where_one_that_was_left_alone_ends()
    {
        var files = new CustomerFiles(Customers, Seed);
        var undisturbed = await RunAsync(files, new Random(0), roundsMax: 0);
        Assert.Empty(undisturbed.End.Differences);
        var rounds = int.TryParse(
            Environment.GetEnvironmentVariable("KREWE_KILL_ROUNDS"),
            CultureInfo.InvariantCulture,
            out var wanted)
            ? wanted
            : RoundsDefault;
        for (var seed = Seed; rounds > 0; seed++)
        {
            var (end, used) = await RunAsync(
                files, new Random(seed), Math.Min(rounds, RoundsPerJourney));
            output.WriteLine($"Seed {seed}: killed {used} times");
            Assert.True(undisturbed.End.Receipts == end.Receipts, Compare(
                seed, undisturbed.End.Receipts, end.Receipts));
            Assert.True(undisturbed.End.Segments == end.Segments, Compare(
                seed, undisturbed.End.Segments, end.Segments));
            Assert.True(end.Differences.IsEmpty, Compare(
                seed, "", string.Join('\n', end.Differences.Take(20))));
            rounds -= used;
        }
    }

    private async Task<(JourneyEnd End, int Rounds)> RunAsync(
        CustomerFiles files, Random random, int roundsMax)
    {
        await using var journey = await Journey.BeginAsync(files);
        for (var round = 0; round < roundsMax; round++)
        {
            await GoOnAsync(journey, random, (round + random.NextDouble()) / roundsMax);
            output.WriteLine($"  killed: {journey.Seen}");
            await journey.KillAsync();
        }

        return (await journey.EndAsync(), roundsMax);
    }

    // Kills come during recovery, somewhere in the files, and between calls to the platform.
    private static async Task GoOnAsync(Journey journey, Random random, double fraction)
    {
        switch (random.Next(4))
        {
            case 0:
                await WaitAsync(random.Next(RecoveryMsMax));
                journey.Forget();
                break;
            case 1:
                await journey.UntilCallsAsync(random.Next(1, CallsMax));
                break;
            default:
                await journey.UntilRowsAsync(fraction);
                await WaitAsync(random.Next(AfterRowsMsMax));
                break;
        }
    }

    private static Task WaitAsync(int milliseconds) => Task.Delay(
        TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, CancellationToken.None);

    private static string Compare(int seed, string expected, string actual) =>
        $"Seed {seed}.\nLeft alone:\n{expected}\nKilled:\n{actual}";
}
