namespace Krewe.Storage.Tests;

/// <summary>
/// Goal: what was acknowledged survives kill -9 at any moment, and a batch is there whole or not.
/// Method: a process of its own writes and prints what was acknowledged; it is killed after a
/// random number of lines, the store is opened and compared, and the next process goes on there.
/// Its files and checkpoints are small, so that it dies in the middle of every kind of work.
/// </summary>
public sealed class CrashTests
{
    private const int Rounds = 6;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Every_acknowledged_write_survives_the_killing_of_its_process(int seed)
    {
        using var directory = new TempDirectory();
        var random = new Random(seed);
        var acknowledged = new int[CrashProcess.Writers];
        for (var round = 0; round < Rounds; round++)
        {
            var (exitCode, error) = await CrashProcess.RunAsync(
                directory.Path, seed + (round * 1_000), random.Next(1, 6_000), acknowledged);
            Assert.True(exitCode == 137, $"seed {seed}, round {round}: {error}");
            await CrashProcess.AssertAcknowledgedAsync(
                directory.Path, acknowledged, $"seed {seed}, round {round}");
        }
    }
}
