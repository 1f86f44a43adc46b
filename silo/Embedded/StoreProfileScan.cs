using System.Runtime.CompilerServices;
using System.Text;
using Krewe.Contracts.Profiles;
using Krewe.Embedded;

namespace Krewe.Silo.Embedded;

/// <summary>Walks the profiles by the keys of the embedded store.</summary>
internal sealed class StoreProfileScan(IDurableStore store) : IProfileScan
{
    private const string Table = "profile";

    public async IAsyncEnumerable<string> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in store.ScanAsync(
            Table, partition, partitions, cancellationToken))
        {
            // A stored key is the grain's id: its type, a slash, its key.
            var key = record.Key.Span;
            yield return Encoding.UTF8.GetString(key[(key.IndexOf((byte)'/') + 1)..]);
        }
    }
}
