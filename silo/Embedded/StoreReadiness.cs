using Krewe.Api.Health;
using Krewe.Embedded;

namespace Krewe.Silo.Embedded;

/// <summary>Ready is a silo whose store takes a write.</summary>
/// <remarks>The doors open after the engine has started and close before it stops, so whoever is
/// answered at all has met a running engine.</remarks>
internal sealed class StoreReadiness(IDurableStore store, TimeProvider time) : IReadiness
{
    private const string Table = "health";
    private static readonly byte[] Key = "ready"u8.ToArray();

    public async ValueTask<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        try
        {
            var now = BitConverter.GetBytes(time.GetUtcNow().ToUnixTimeSeconds());
            await store.WriteAsync([new DurableWrite(Table, Key, now)], cancellationToken);
            return null;
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException)
        {
            return "The store does not take writes.";
        }
    }
}
