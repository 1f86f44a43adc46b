using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Orleans.Runtime;

namespace Krewe.Silo.Cluster;

/// <summary>Walks the profiles by the names of the blobs in which Orleans keeps them.</summary>
/// <remarks>
/// Blobs are listed by name only, so each partition lists them all and takes its own by a hash.
/// What is walked while others write may miss those that come, as the walk allows.
/// </remarks>
internal sealed class BlobProfileScan(BlobContainerClient container) : IProfileScan
{
    // A name is the state's, a dash, the grain's type, a slash, its key, and the ending.
    private const string Prefix = "profile-";
    private const string Ending = ".json";

    public async IAsyncEnumerable<Profile> ProfilesAsync(
        WorkspaceId workspace, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var blob in container.GetBlobsAsync(
            BlobTraits.None, BlobStates.None, Prefix, cancellationToken))
        {
            if (WorkspaceId.OfKey(KeyOf(blob.Name)) != workspace)
            {
                continue;
            }

            var state = await container.GetBlobClient(blob.Name)
                .DownloadContentAsync(cancellationToken);
            if (ProfileCodec.Read(state.Value.Content.ToMemory().Span).Profile is
                { Fragments.IsEmpty: false } profile)
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
        await foreach (var blob in container.GetBlobsAsync(
            BlobTraits.None, BlobStates.None, Prefix, cancellationToken))
        {
            var key = IdSpan.Create(KeyOf(blob.Name));
            if (StableHash.Bucket(StableHash.Of(key.AsSpan()), partitions) == partition)
            {
                yield return key;
            }
        }
    }

    private static string KeyOf(string name) =>
        name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..^Ending.Length];
}
