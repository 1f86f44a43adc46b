namespace Krewe.Embedded;

/// <summary>Time in ticks of a tenth of a second. Reading it is reading a field.</summary>
internal sealed class CoarseClock(TimeProvider time)
{
    internal static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(100);

    private const int TicksMax = int.MaxValue / 4;

    private readonly long _start = time.GetTimestamp();
    private int _tick;

    internal int Tick => Volatile.Read(ref _tick);

    /// <summary>A time without end, and one too long to count, is as many ticks as can be added to
    /// another time: some years.</summary>
    internal static int TicksOf(TimeSpan time) => time == Timeout.InfiniteTimeSpan
        ? TicksMax
        : (int)Math.Min(TicksMax, Math.Ceiling(time / TickLength));

    /// <summary>Called by the one timer that drives the engine.</summary>
    internal int Advance()
    {
        var now = (int)(time.GetElapsedTime(_start) / TickLength);
        Volatile.Write(ref _tick, now);
        return now;
    }
}
