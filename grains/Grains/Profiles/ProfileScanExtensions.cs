using System.Runtime.CompilerServices;
using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;

namespace Krewe.Grains.Profiles;

/// <summary>Walks over what the profiles of one workspace are kept under.</summary>
internal static class ProfileScanExtensions
{
    /// <summary>The identities of one partition, some at a time, pointers among them.</summary>
    /// <remarks>Each list is filled again for the next ones.</remarks>
    /// <param name="scan">The scan.</param>
    /// <param name="workspace">Whose keys.</param>
    /// <param name="partition">Which partition, from 0.</param>
    /// <param name="partitions">Of how many.</param>
    /// <param name="countMax">How many at a time.</param>
    /// <param name="cancellationToken">Stops the walk.</param>
    public static async IAsyncEnumerable<List<IdentityKey>> IdentitiesAsync(
        this IProfileScan scan,
        WorkspaceId workspace,
        int partition,
        int partitions,
        int countMax,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var identities = new List<IdentityKey>(countMax);
        await foreach (var key in scan.KeysAsync(partition, partitions, cancellationToken))
        {
            if (WorkspaceId.OfKey(key) != workspace)
            {
                continue;
            }

            identities.Add(WorkspaceId.IdentityOfKey(key));
            if (identities.Count == countMax)
            {
                yield return identities;
                identities.Clear();
            }
        }

        if (identities.Count > 0)
        {
            yield return identities;
        }
    }
}
