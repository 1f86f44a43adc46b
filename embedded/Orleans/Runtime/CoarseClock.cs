namespace Krewe.Embedded;

/// <summary>Time in ticks of a tenth of a second. Reading it is reading a field.</summary>
internal sealed class CoarseClock(TimeProvider time)
{
    internal static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(100);

    private readonly long _start = time.GetTimestamp();
    private int _tick;

    internal int Tick => Volatile.Read(ref _tick);

    internal static int TicksOf(TimeSpan time) =>
        (int)Math.Min(int.MaxValue / 4, Math.Ceiling(time / TickLength));

    /// <summary>Called by the one timer that drives the engine.</summary>
    internal int Advance()
    {
        var now = (int)(time.GetElapsedTime(_start) / TickLength);
        Volatile.Write(ref _tick, now);
        return now;
    }
}
