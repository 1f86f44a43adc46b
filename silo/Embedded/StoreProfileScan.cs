using System.Runtime.CompilerServices;
using System.Text;
using Krewe.Contracts.Profiles;
using Krewe.Embedded.Storage;

namespace Krewe.Silo.Embedded;

/// <summary>Walks the profiles by the keys of the embedded store.</summary>
internal sealed class StoreProfileScan(EmbeddedStore store) : IProfileScan
{
    private const string Table = "profile";

    public async IAsyncEnumerable<string> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ScanKeysAsync(
            Table, partition, partitions, cancellationToken))
        {
            // A stored key is the grain's id: its type, a slash, its key.
            var key = stored.Span;
            yield return Encoding.UTF8.GetString(key[(key.IndexOf((byte)'/') + 1)..]);
        }
    }
}
