namespace Krewe.Embedded;

/// <summary>Identities that only have to be unique inside this process.</summary>
/// <remarks>A counter, not chance: it costs nothing and repeats from run to run.</remarks>
internal static class Identity
{
    private static long _last;

    internal static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Interlocked.Increment(ref _last));
        bytes[15] = 1;
        return new Guid(bytes);
    }
}
