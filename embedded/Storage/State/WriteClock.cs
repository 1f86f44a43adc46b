namespace Krewe.Embedded.Storage.State;

/// <summary>
/// Tells whether a key was written since a moment, by way of a few stripes of keys.
/// </summary>
/// <remarks>
/// The writing thread ticks and marks; any thread may take <see cref="Now"/> before it reads a
/// record. A stripe without a newer mark proves that what was read still stands; with one, nothing.
/// </remarks>
internal sealed class WriteClock
{
    private const int Stripes = 8192;

    private readonly long[] _marks = new long[Stripes];
    private long _ticks;
    private long _applied;

    /// <summary>Everything up to here can be read.</summary>
    public long Now => Volatile.Read(ref _applied);

    public void Tick() => _ticks++;

    public void Mark(ReadOnlySpan<byte> key) => _marks[StripeOf(key)] = _ticks;

    public void Applied() => Volatile.Write(ref _applied, _ticks);

    /// <summary>Asked by the writing thread.</summary>
    public bool IsUnchanged(ReadOnlySpan<byte> key, long since) => _marks[StripeOf(key)] <= since;

    private static int StripeOf(ReadOnlySpan<byte> key) => (int)(Checksum.Of(key) % Stripes);
}
