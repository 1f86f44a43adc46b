using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Krewe.Benchmarks;

/// <summary>All callers at once, each with one request at a time.</summary>
/// <param name="address">Where the silo listens.</param>
/// <param name="key">The key to send with.</param>
/// <param name="segments">How many segments there are.</param>
/// <param name="rate">Events a second that are offered at most; 0: as many as are taken.</param>
/// <param name="journal">What was taken in counts once it has been applied.</param>
/// <param name="platform">Where who joins the probe's segment is sent.</param>
internal sealed class EventsRun(
    Uri address,
    string key,
    int segments,
    double rate,
    JournalProbe journal,
    PlatformProbe platform)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DeliveryMax = TimeSpan.FromMinutes(2);

    private int _next;
    private int _refused;
    private int _runs;

    public async Task MeasureAsync(string what, int eventsEach, TimeSpan duration)
    {
        using var probe = new QualificationProbe(address, key, platform);
        await probe.OpenAsync("probe");
        _refused = 0;
        var pages = await journal.DrainedAsync();
        var name = string.Create(
            CultureInfo.InvariantCulture, $"{TimeProvider.System.GetTimestamp():x}");
        var (allocated, spent) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        var paused = GC.GetTotalPauseDuration();
        var clock = Stopwatch.StartNew();
        var firstPerson = LiveEvents.People + (++_runs * 1_000_000);
        var probing = probe.MeasureAsync(
            LiveEvents.ProbePair(segments), firstPerson, name, duration);
        var waits = await SendAsync(eventsEach, name, duration);
        pages = await journal.DrainedAsync() - pages;
        var elapsed = clock.Elapsed;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        spent = Environment.CpuUsage.TotalTime - spent;
        paused = GC.GetTotalPauseDuration() - paused;
        LiveEvents.Print(what, waits, elapsed, eventsEach);
        var events = Math.Max(1, waits.Length * (long)eventsEach);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {spent.TotalMicroseconds / events:N1} µs of processor and "
            + $"{allocated / events:N0} bytes allocated an event, driver included; "
            + $"{100 * (paused / elapsed):N0} % of the time collecting; "
            + $"{_refused:N0} requests refused; {(double)events / pages:N1} events a page"));
        Print("qualification", await probing);
        Print("the call of the platform", await PlatformWaitsAsync());
    }

    private async Task<double[]> PlatformWaitsAsync()
    {
        var clock = Stopwatch.StartNew();
        var all = new List<double>();
        while (true)
        {
            var (waits, awaited) = platform.Take();
            all.AddRange(waits);
            if (awaited == 0)
            {
                return [.. all];
            }

            if (clock.Elapsed > DeliveryMax)
            {
                throw new TimeoutException($"The platform was never told of {awaited} people.");
            }

            await Task.Delay(Rest, TimeProvider.System);
        }
    }

    private static void Print(string what, double[] waits)
    {
        Array.Sort(waits);
        Console.WriteLine(waits.Length == 0
            ? $"  no time to {what}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"  from request to {what}: p50 {waits[waits.Length / 2]:N1} ms, "
                + $"p99 {waits[waits.Length * 99 / 100]:N1}, most {waits[^1]:N1} ms "
                + $"of {waits.Length:N0}"));
    }

    private async Task<double[]> SendAsync(int eventsEach, string name, TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var all = await Task.WhenAll(Enumerable.Range(0, LiveEvents.Callers).Select(
            _ => Task.Run(async () =>
            {
                var waits = new List<double>(1 << 14);
                var request = new EventRequest(name, key);
                using var http = new RawHttp();
                await http.ConnectAsync(address);
                for (var sent = 0L; clock.Elapsed < duration; sent += eventsEach)
                {
                    await PaceAsync(sent, clock);
                    var last = Interlocked.Add(ref _next, eventsEach);
                    var first = last - eventsEach;
                    var sends = eventsEach == 1
                        ? request.One(LiveEvents.Of(first, segments))
                        : request.Batch(first, eventsEach, segments);
                    var began = Stopwatch.GetTimestamp();
                    if (await IsTakenAsync(http, sends))
                    {
                        waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    }
                }

                return waits;
            })));
        return [.. all.SelectMany(waits => waits)];
    }

    // Each caller offers its part of the rate; one that is late catches up.
    private async Task PaceAsync(long sent, Stopwatch clock)
    {
        if (rate > 0)
        {
            var due = TimeSpan.FromSeconds(sent * LiveEvents.Callers / rate) - clock.Elapsed;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, TimeProvider.System);
            }
        }
    }

    private async Task<bool> IsTakenAsync(RawHttp http, ReadOnlyMemory<byte> request)
    {
        var answer = await http.AskAsync(request);
        if (answer.Span.StartsWith("HTTP/1.1 200"u8))
        {
            return true;
        }

        if (!answer.Span.StartsWith("HTTP/1.1 429"u8))
        {
            throw new InvalidOperationException(Encoding.UTF8.GetString(answer.Span));
        }

        Interlocked.Increment(ref _refused);
        await Task.Delay(Rest, TimeProvider.System);
        return false;
    }
}
