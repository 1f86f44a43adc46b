using System.Diagnostics;
using System.Globalization;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>
/// Goal: what was acknowledged survives kill -9 at any moment, and a batch is there whole or not.
/// Method: a process of its own writes and prints what was acknowledged; it is killed after a
/// random number of lines, the store is opened and compared, and the next process goes on there.
/// </summary>
public sealed class CrashTests
{
    private const int Rounds = 5;
    private const int Writers = 16;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_acknowledged_write_survives_the_killing_of_its_process(int seed)
    {
        using var directory = new TempDirectory();
        var random = new Random(seed);
        var acknowledged = new int[Writers];
        for (var round = 0; round < Rounds; round++)
        {
            await WriteUntilKilledAsync(
                directory.Path, seed + (round * 1_000), random.Next(1, 4_000), acknowledged);
            await using var store = await TestStores.OpenAsync(directory.Path);
            for (var writer = 0; writer < Writers; writer++)
            {
                var key = TestStores.Bytes($"writer {writer}");
                var a = await NumberAsync(store, "a", key);
                var b = await NumberAsync(store, "b", key);
                var c = await NumberAsync(store, "c", key);
                var where = $"seed {seed}, round {round}, writer {writer}";
                Assert.True(
                    a >= acknowledged[writer],
                    $"{where}: {acknowledged[writer]} was lost, {a} is there");
                Assert.True(a == b && b == c, $"{where}: a batch is there in part: {a}, {b}, {c}");
            }
        }
    }

    private static async Task WriteUntilKilledAsync(
        string directory, int seed, int lines, int[] acknowledged)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Krewe.Storage.CrashWriter.dll");
        string[] arguments = [program, directory, $"{Writers}", $"{seed}"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that was cut off by the end of its process says nothing.
            if (line.Split(' ') is [var writer, var number] && number.Length > 0)
            {
                var index = int.Parse(writer, CultureInfo.InvariantCulture);
                acknowledged[index] = int.Parse(number, CultureInfo.InvariantCulture);
            }

            if (--lines == 0)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        Assert.Equal(137, process.ExitCode);
    }

    private static async Task<int> NumberAsync(EmbeddedStore store, string table, byte[] key) =>
        await store.ReadAsync(table, key, CancellationToken.None) is { } value
            ? int.Parse(value.Text().Split(' ')[0], CultureInfo.InvariantCulture)
            : 0;
}
