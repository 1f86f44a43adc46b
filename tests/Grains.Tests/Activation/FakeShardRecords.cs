using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Grains.Activation;

namespace Krewe.Grains.Tests.Activation;

/// <summary>A shard's records as bytes in memory; by chance a write fails before or after it
/// lands.</summary>
internal sealed class FakeShardRecords(Random random) : IShardRecords
{
    private readonly Dictionary<string, byte[]> _bytes = [];

    /// <summary>How many of a hundred writes fail.</summary>
    public int FaultPercent { get; set; }

    public int Count => _bytes.Count;

    /// <summary>Puts bytes where an older version has written them.</summary>
    public void Put(string key, string hex) => _bytes[key] = Convert.FromHexString(hex);

    public Task<ShardState?> ReadStateAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Read("state", ShardStateCodec.Read));

    public Task WriteStateAsync(ShardState state, CancellationToken cancellationToken) =>
        Write("state", ShardStateCodec.Write(state));

    public Task<DeliveryPage?> ReadPageAsync(long page, CancellationToken cancellationToken) =>
        Task.FromResult(Read($"page/{page}", DeliveryPageCodec.Read));

    public Task WritePageAsync(
        long page, DeliveryPage news, CancellationToken cancellationToken) =>
        Write($"page/{page}", DeliveryPageCodec.Write(news));

    public Task ClearPageAsync(long page, CancellationToken cancellationToken) =>
        Write($"page/{page}", bytes: null);

    public Task<RosterPage?> ReadRosterAsync(int page, CancellationToken cancellationToken) =>
        Task.FromResult(Read($"roster/{page}", RosterPageCodec.Read));

    public Task WriteRosterAsync(
        int page, RosterPage roster, CancellationToken cancellationToken) =>
        Write($"roster/{page}", RosterPageCodec.Write(roster));

    public Task<LedgerEntry?> ReadEntryAsync(
        IdentityKey identifier, CancellationToken cancellationToken) =>
        Task.FromResult(Read($"ledger/{identifier}", LedgerCodec.Read));

    public Task WriteEntryAsync(
        IdentityKey identifier, LedgerEntry entry, CancellationToken cancellationToken) =>
        Write(
            $"ledger/{identifier}",
            entry.IsEmpty ? (ReadOnlyMemory<byte>?)null : LedgerCodec.Write(entry));

    private delegate T Reader<T>(ReadOnlySpan<byte> bytes);

    private T? Read<T>(string key, Reader<T> read)
        where T : class =>
        _bytes.TryGetValue(key, out var bytes) ? read(bytes) : null;

    private Task Write(string key, ReadOnlyMemory<byte>? bytes)
    {
        var isFaulty = random.Next(100) < FaultPercent;
        var lands = !isFaulty || random.Next(2) == 0;
        if (lands && bytes is { } written)
        {
            _bytes[key] = written.ToArray();
        }
        else if (lands)
        {
            _bytes.Remove(key);
        }

        return isFaulty
            ? Task.FromException(new IOException("The disk is out of order."))
            : Task.CompletedTask;
    }
}
