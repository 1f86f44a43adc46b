using System.Diagnostics;
using System.Globalization;

namespace Krewe.Engine.Tests.Embedded;

/// <summary>
/// Goal: an item that was acknowledged is delivered at least once, and first arrivals are in
/// order, whenever the process is killed.
/// Method: a silo in a process of its own sends on several streams and is killed (signal 9) after
/// a chance number of lines, three times on one directory; a last one receives what is left.
/// </summary>
public sealed class CrashTests
{
    private const int StreamCount = 4;

    private static readonly TimeSpan LimitOfLastLife = TimeSpan.FromMinutes(2);

    private readonly int[] _sent = new int[StreamCount];
    private readonly HashSet<int>[] _acknowledged =
        [.. Enumerable.Range(0, StreamCount).Select(_ => new HashSet<int>())];
    private readonly List<int>[] _got =
        [.. Enumerable.Range(0, StreamCount).Select(_ => new List<int>())];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_acknowledged_item_arrives_in_order_whenever_the_process_is_killed(
        int seed)
    {
        var random = new Random(seed);
        var directory = Directory.CreateTempSubdirectory("krewe-engine-crash").FullName;
        for (var life = 0; life < 3; life++)
        {
            var lines = random.Next(50, 2_000);
            // The item that was under way may have landed without its answer: go on beyond it.
            var firsts = _sent.Select(each => $"{each + 2}");
            await LiveAsync([directory, .. firsts], () => --lines == 0);
        }
        using var limit = new CancellationTokenSource(LimitOfLastLife, TimeProvider.System);
        await LiveAsync([directory], () => !Missing().Any(), limit.Token);
        Assert.True(
            !Missing().Any(), $"seed {seed}: lost {string.Join(' ', Missing().Take(20))}");
        Assert.All(_got, (got, stream) =>
        {
            var first = got.Distinct().ToArray();
            Assert.True(first.Order().SequenceEqual(first), $"seed {seed}, stream {stream}");
        });
        Directory.Delete(directory, recursive: true);
    }

    private IEnumerable<(int Stream, int Number)> Missing() => Enumerable.Range(0, StreamCount)
        .SelectMany(stream => _acknowledged[stream].Except(_got[stream])
            .Select(number => (stream, number)));

    private async Task LiveAsync(
        string[] arguments, Func<bool> isEnough, CancellationToken cancellationToken = default)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Krewe.Engine.CrashHost.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        var isDone = false;
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            {
                Note(line);
                if (!isDone && isEnough())
                {
                    isDone = true;
                    process.Kill();
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(137, process.ExitCode);
    }

    /// <summary>A line that was cut off by the end of its process may say a smaller number, which
    /// was sent before.</summary>
    private void Note(string line)
    {
        if (line.Split(' ') is not [var what, var stream, var number] || number.Length == 0)
        {
            return;
        }
        var at = int.Parse(stream, CultureInfo.InvariantCulture);
        var value = int.Parse(number, CultureInfo.InvariantCulture);
        if (what == "got")
        {
            _got[at].Add(value);
        }
        else if (value > _sent[at])
        {
            _sent[at] = value;
            _acknowledged[at].Add(value);
        }
    }
}
