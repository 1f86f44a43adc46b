using System.Runtime.CompilerServices;
using System.Text;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Profiles;
using Krewe.Embedded.Storage;
using Orleans.Runtime;

namespace Krewe.Silo.Embedded;

/// <summary>Walks the profiles in the embedded store.</summary>
internal sealed class StoreProfileScan(EmbeddedStore store) : IProfileScan
{
    private const string Table = "profile";

    public async IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = Encoding.UTF8.GetBytes($"{workspace.Name}/");
        await foreach (var record in store.ScanAsync(Table, 0, 1, cancellationToken))
        {
            if (!KeyOf(record.Key.Span).StartsWith(prefix))
            {
                continue;
            }

            var profile = ProfileCodec.Read(record.Value.Span).Profile;
            if (!profile.Fragments.IsEmpty)
            {
                yield return profile;
            }
        }
    }

    public async IAsyncEnumerable<IdSpan> KeysAsync(
        int partition,
        int partitions,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in store.ScanKeysAsync(
            Table, partition, partitions, cancellationToken))
        {
            yield return new IdSpan(KeyOf(stored.Span).ToArray());
        }
    }

    // A stored key is the grain's id: its type, a slash, its key.
    private static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> grainId) =>
        grainId[(grainId.IndexOf((byte)'/') + 1)..];
}
