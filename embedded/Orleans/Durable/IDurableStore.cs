namespace Krewe.Embedded;

/// <summary>One change in an atomic write: a null value deletes the record.</summary>
public readonly record struct DurableWrite(
    string Table, ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte>? Value);

/// <summary>A stored record. The memory belongs to the receiver.</summary>
public readonly record struct DurableRecord(
    ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Value);

/// <summary>Where the engine keeps what must survive the process: streams and reminders.</summary>
/// <remarks>
/// <para>Shape: tables of records; table names are few and short, keys at most 1,024 bytes, values
/// at most 64 MiB. A scan sees every record that existed when it began and was not deleted, in no
/// particular order; partitions split the keys by a stable hash.</para>
/// <para>Errors: a write that throws may or may not have landed. All methods may be called from
/// any thread.</para>
/// </remarks>
public interface IDurableStore
{
    /// <summary>The value, or null where there is no record.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(
        string table, ReadOnlyMemory<byte> key, CancellationToken cancellationToken);

    /// <summary>Writes all or none. Completes when the change survives kill -9.</summary>
    ValueTask WriteAsync(
        IReadOnlyList<DurableWrite> writes, CancellationToken cancellationToken);

    /// <summary>The records of one partition of a table, while writes go on.</summary>
    IAsyncEnumerable<DurableRecord> ScanAsync(
        string table, int partition, int partitions, CancellationToken cancellationToken);
}
