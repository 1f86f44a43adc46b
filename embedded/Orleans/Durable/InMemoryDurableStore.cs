using System.Runtime.CompilerServices;

namespace Krewe.Embedded;

/// <summary>A store that survives hosts, not processes: for tests of what happens after a crash.
/// </summary>
public sealed class InMemoryDurableStore : IDurableStore
{
    private readonly Lock _guard = new();
    private readonly Dictionary<string, Dictionary<byte[], byte[]>> _tables =
        new(StringComparer.Ordinal);

    private TaskCompletionSource? _empty;

    /// <summary>How many records there are.</summary>
    public int Count
    {
        get
        {
            lock (_guard)
            {
                return _tables.Values.Sum(table => table.Count);
            }
        }
    }

    /// <summary>Completes when there are no records.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_guard)
        {
            if (Count == 0)
            {
                return Task.CompletedTask;
            }
            _empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _empty.Task;
        }
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            var value = _tables.GetValueOrDefault(table)?.GetValueOrDefault(key.ToArray());
            // A null array would turn into an empty memory, which is a record.
            return ValueTask.FromResult(
                value is null ? default(ReadOnlyMemory<byte>?) : value.ToArray());
        }
    }

    public ValueTask WriteAsync(
        IReadOnlyList<DurableWrite> writes, CancellationToken cancellationToken)
    {
        lock (_guard)
        {
            foreach (var write in writes)
            {
                if (!_tables.TryGetValue(write.Table, out var table))
                {
                    _tables[write.Table] = table = new(ByteOrder.Instance);
                }
                if (write.Value is { } value)
                {
                    table[write.Key.ToArray()] = value.ToArray();
                }
                else
                {
                    table.Remove(write.Key.ToArray());
                }
            }
            if (_empty is not null && Count == 0)
            {
                _empty.TrySetResult();
                _empty = null;
            }
        }
        return ValueTask.CompletedTask;
    }

    public async IAsyncEnumerable<DurableRecord> ScanAsync(
        string table,
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<KeyValuePair<byte[], byte[]>> records;
        lock (_guard)
        {
            records = [.. _tables.GetValueOrDefault(table) ?? []];
        }
        await Task.CompletedTask;
        foreach (var (key, value) in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (StableHash.Of32(key) % (uint)partitions == partition)
            {
                yield return new DurableRecord(key, value);
            }
        }
    }

    private sealed class ByteOrder : IEqualityComparer<byte[]>
    {
        internal static readonly ByteOrder Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => (int)StableHash.Of32(obj);
    }
}
