using System.Buffers.Binary;
using Orleans.Runtime;

namespace Krewe.Embedded;

/// <summary>The undelivered records of one durable provider.</summary>
/// <remarks>
/// <code>
/// key    length of the namespace (2, little endian) | namespace | stream key | first (8, big
/// endian)
/// value  version 1 | count (4) | length of each item (4 each) | the items    little endian
/// </code>
/// </remarks>
internal sealed class StreamLog(IDurableStore store, string provider)
{
    private const byte Version = 1;

    /// <summary>The explicit subscriptions to the provider's streams.</summary>
    internal ISubscriptionStore Subscriptions { get; } = new DurableSubscriptions(store, provider);

    private readonly string _table = "stream." + provider;

    internal ValueTask WriteAsync(StreamId id, IEnumerable<StreamRecord> records) =>
        store.WriteAsync(
            [.. records.Select(each =>
                new DurableWrite(_table, KeyOf(id, each.First), Encode(each)))],
            CancellationToken.None);

    internal ValueTask DeleteAsync(StreamId id, IEnumerable<StreamRecord> records) =>
        store.WriteAsync(
            [.. records.Select(each =>
                new DurableWrite(_table, KeyOf(id, each.First), Value: null))],
            CancellationToken.None);

    internal async ValueTask<StreamRecord?> ReadAsync(
        StreamId id, long first, CancellationToken cancellationToken) =>
        await store.ReadAsync(_table, KeyOf(id, first), cancellationToken) is { } value
            ? Decode(first, value)
            : null;

    /// <summary>The streams that have records, with their first and last place.</summary>
    internal async Task<Dictionary<StreamId, (long Read, long End)>> RecoverAsync(
        CancellationToken cancellationToken)
    {
        var streams = new Dictionary<StreamId, (long Read, long End)>();
        await foreach (var record in store.ScanAsync(_table, 0, 1, cancellationToken))
        {
            var (id, first) = Parse(record.Key.Span);
            var end = first + CountOf(record.Value.Span);
            streams[id] = streams.TryGetValue(id, out var known)
                ? (Math.Min(known.Read, first), Math.Max(known.End, end))
                : (first, end);
        }
        return streams;
    }

    /// <summary>The next record after a gap, which a failed write may leave.</summary>
    internal async ValueTask<long?> FindAfterAsync(
        StreamId id, long place, CancellationToken cancellationToken)
    {
        long? found = null;
        await foreach (var record in store.ScanAsync(_table, 0, 1, cancellationToken))
        {
            var (other, first) = Parse(record.Key.Span);
            if (other == id && first >= place && first < (found ?? long.MaxValue))
            {
                found = first;
            }
        }
        return found;
    }

    private static byte[] KeyOf(StreamId id, long first)
    {
        var full = id.FullKey.Span;
        var key = new byte[2 + full.Length + 8];
        BinaryPrimitives.WriteUInt16LittleEndian(key, id.KeyIndex);
        full.CopyTo(key.AsSpan(2));
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(2 + full.Length), first);
        return key;
    }

    private static (StreamId Id, long First) Parse(ReadOnlySpan<byte> key)
    {
        var space = BinaryPrimitives.ReadUInt16LittleEndian(key);
        var full = key[2..^8];
        return (
            StreamId.Create(full[..space], full[space..]),
            BinaryPrimitives.ReadInt64BigEndian(key[^8..]));
    }

    private static byte[] Encode(StreamRecord record)
    {
        var count = record.Items.Count;
        var value = new byte[5 + (4 * count) + record.Items.Sum(each => each.Bytes.Length)];
        value[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(1), count);
        var at = 5 + (4 * count);
        for (var i = 0; i < count; i++)
        {
            var bytes = record.Items[i].Bytes.Span;
            BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(5 + (4 * i)), bytes.Length);
            bytes.CopyTo(value.AsSpan(at));
            at += bytes.Length;
        }
        return value;
    }

    private static StreamRecord Decode(long first, ReadOnlyMemory<byte> value)
    {
        var count = CountOf(value.Span);
        var items = new StreamItem[count];
        var at = 5 + (4 * count);
        for (var i = 0; i < count; i++)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(value.Span[(5 + (4 * i))..]);
            items[i] = new StreamItem(first + i, Value: null, value.Slice(at, length));
            at += length;
        }
        return new StreamRecord(first, items, value.Length);
    }

    private static int CountOf(ReadOnlySpan<byte> value)
    {
        if (value.Length < 5 || value[0] != Version)
        {
            throw new InvalidDataException(
                $"a stream record of {value.Length} bytes is not of version {Version}");
        }
        return BinaryPrimitives.ReadInt32LittleEndian(value[1..]);
    }
}
