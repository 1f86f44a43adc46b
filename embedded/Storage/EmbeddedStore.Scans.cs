using System.Runtime.CompilerServices;
using Krewe.Embedded.Storage.Scans;

namespace Krewe.Embedded.Storage;

/// <content>Walks over tables.</content>
public sealed partial class EmbeddedStore
{
    public IAsyncEnumerable<DurableRecord> ScanAsync(
        string table, int partition, int partitions, CancellationToken cancellationToken) =>
        ScanAsync(table, partition, partitions, withValues: true, cancellationToken);

    /// <summary>The keys that <see cref="ScanAsync(string, int, int, CancellationToken)"/> gives,
    /// for a walk that has no use for the values: it reads the log once for all partitions.
    /// </summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ScanKeysAsync(
        string table,
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in ScanAsync(
            table, partition, partitions, withValues: false, cancellationToken))
        {
            yield return record.Key;
        }
    }

    private async IAsyncEnumerable<DurableRecord> ScanAsync(
        string table,
        int partition,
        int partitions,
        bool withValues,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, partitions);
        var engine = Engine;
        if (!engine.Tables.TryGet(table, out var number))
        {
            yield break;
        }

        await engine.Scans.EnterScanAsync(cancellationToken);
        var walk = engine.WalkOf(number, partition, partitions, withValues);
        await foreach (var record in new ScanFeed(_isClosing).RunAsync(
            walk, engine.Scans.ExitScan, cancellationToken))
        {
            yield return record;
        }
    }
}
