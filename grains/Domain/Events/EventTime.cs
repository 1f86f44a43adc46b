namespace Krewe.Domain.Events;

/// <summary>When an event happened, by a clock that may be wrong.</summary>
/// <remarks>
/// <para>Shape: the sender's clock is as far out when it sends as when the event happens, so the
/// time between the two is right, and is counted back from when the event came.</para>
/// <para>Units: never later than it came, at most <see cref="AgeMax"/> earlier.</para>
/// <para>Source: Segment, "Spec: common fields, timestamps", read 2026-11.</para>
/// </remarks>
/// <param name="At">When it happened.</param>
/// <param name="IsKnown">False: what was said of it cannot be, and it counts as happening when it
/// came.</param>
public readonly record struct EventTime(DateTimeOffset At, bool IsKnown)
{
    /// <summary>Three years: who sends older events means another year.</summary>
    public static TimeSpan AgeMax { get; } = TimeSpan.FromDays(3 * 365);

    /// <summary>Corrects a time.</summary>
    /// <param name="received">When the event came, by our clock.</param>
    /// <param name="sent">When it was sent, by the sender's; null: not said.</param>
    /// <param name="happened">When it happened, by the sender's.</param>
    public static EventTime Of(
        DateTimeOffset received, DateTimeOffset? sent, DateTimeOffset happened)
    {
        var age = (sent ?? received).UtcTicks - happened.UtcTicks;
        return age > AgeMax.Ticks
            ? new EventTime(received, IsKnown: false)
            : new EventTime(received.AddTicks(-Math.Max(0, age)), IsKnown: true);
    }
}
