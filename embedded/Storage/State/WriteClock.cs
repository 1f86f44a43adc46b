namespace Krewe.Embedded.Storage.State;

/// <summary>
/// Tells whether a key was written since a moment, by way of a few stripes of keys.
/// </summary>
/// <remarks>
/// The writing thread ticks and marks; any thread may take <see cref="Now"/> before it reads a
/// record. A stripe without a newer mark proves that what was read still stands; with one, nothing.
/// A stripe also tells the version of its last write, so that who writes again and again need not
/// be looked up.
/// </remarks>
internal sealed class WriteClock
{
    private const int Stripes = 8192;

    private readonly Stripe[] _stripes = new Stripe[Stripes];
    private long _ticks;
    private long _applied;

    /// <summary>Everything up to here can be read.</summary>
    public long Now => Volatile.Read(ref _applied);

    public void Tick() => _ticks++;

    /// <summary>Notes that a key was written, under no version if it was removed.</summary>
    public void Mark(ReadOnlySpan<byte> key, long version)
    {
        var checksum = Checksum.Of(key);
        _stripes[checksum % Stripes] = new Stripe(_ticks, version, checksum);
    }

    public void Applied() => Volatile.Write(ref _applied, _ticks);

    /// <summary>Asked by the writing thread.</summary>
    public bool IsUnchanged(ReadOnlySpan<byte> key, long since) =>
        _stripes[Checksum.Of(key) % Stripes].Tick <= since;

    /// <summary>
    /// True when the key's newest version is known to be this one; asked by the writing thread.
    /// </summary>
    /// <remarks>
    /// A version belongs to one write, so another key of the same checksum has it only if one write
    /// changed both; a later write of either is noted in the same stripe.
    /// </remarks>
    public bool IsNewest(ReadOnlySpan<byte> key, long version)
    {
        var checksum = Checksum.Of(key);
        ref var stripe = ref _stripes[checksum % Stripes];
        return version != WriteRequest.NoVersion && stripe.Version == version
            && stripe.Checksum == checksum;
    }

    private readonly record struct Stripe(long Tick, long Version, uint Checksum);
}
