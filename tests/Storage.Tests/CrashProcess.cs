using System.Diagnostics;
using System.Globalization;
using System.Text;
using Krewe.Embedded.Storage;

namespace Krewe.Storage.Tests;

/// <summary>A process of its own that writes as fast as it can until it dies.</summary>
internal static class CrashProcess
{
    public const int Writers = 16;

    /// <summary>
    /// Lets it write until it has printed so many lines, then kills it; or until it ends itself.
    /// </summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(
        string directory, int seed, int linesMax, int[] acknowledged)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Krewe.Storage.CrashWriter.dll");
        string[] arguments = [program, directory, $"{Writers}", $"{seed}"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            // A line that was cut off by the end of its process says nothing.
            if (line.Split(' ') is [var writer, var number] && number.Length > 0)
            {
                var index = int.Parse(writer, CultureInfo.InvariantCulture);
                acknowledged[index] = int.Parse(number, CultureInfo.InvariantCulture);
            }

            if (--linesMax == 0)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync();
        return (process.ExitCode, await error);
    }

    /// <summary>Everything that was acknowledged is there, each batch whole or not at
    /// all.</summary>
    public static async Task AssertAcknowledgedAsync(
        string directory, int[] acknowledged, string where)
    {
        await using var store = await TestStores.OpenAsync(directory);
        for (var writer = 0; writer < Writers; writer++)
        {
            var a = await NumberAsync(store, "a", writer);
            var b = await NumberAsync(store, "b", writer);
            var c = await NumberAsync(store, "c", writer);
            Assert.True(
                a >= acknowledged[writer],
                $"{where}, writer {writer}: {acknowledged[writer]} was lost, {a} is there");
            Assert.True(
                a == b && b == c,
                $"{where}, writer {writer}: a batch is there in part: {a}, {b}, {c}");
        }
    }

    private static async Task<int> NumberAsync(EmbeddedStore store, string table, int writer)
    {
        var key = Encoding.ASCII.GetBytes($"writer {writer}");
        return await store.ReadAsync(table, key, CancellationToken.None) is { } value
            ? int.Parse(value.Text().Split(' ')[0], CultureInfo.InvariantCulture)
            : 0;
    }
}
