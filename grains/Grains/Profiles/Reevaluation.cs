using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Grains.Profiles;

/// <summary>Has many profiles decide their memberships anew, and sees the consequences
/// through.</summary>
internal static class Reevaluation
{
    // Enough calls in flight to share group commits, few enough to keep memory small.
    private const int CallsMax = 512;

    /// <summary>Reevaluates what is kept under each key. A key that only points elsewhere is
    /// passed over: what it points to has a key of its own.</summary>
    /// <returns>How many profiles there were.</returns>
    public static async Task<int> RunAsync(
        IClusterClient client,
        WorkspaceId workspace,
        long catalogVersion,
        IReadOnlyList<IdentityKey> keys,
        CancellationToken cancellationToken)
    {
        var calls = new ProfileCalls(client, workspace, catalogVersion);
        var profiles = 0;
        foreach (var some in keys.Chunk(CallsMax))
        {
            var effects = new ProfileEffects(client, workspace);
            var replies = await Task.WhenAll(some.Select(key => calls.Grain(key)
                .ReevaluateAsync(catalogVersion, cancellationToken)
                .AsTask()));
            profiles += replies.Count(reply => reply.Status is not ReplyStatus.Elsewhere);
            foreach (var (key, reply) in some.Zip(replies))
            {
                if (reply.Status is not ReplyStatus.Elsewhere && !reply.IsSettled)
                {
                    await calls.FollowAsync(
                        key,
                        reply,
                        catalogVersion,
                        static (grain, version, token) => grain.ReevaluateAsync(version, token),
                        effects,
                        cancellationToken);
                }
            }

            await effects.FlushAsync(cancellationToken);
        }

        return profiles;
    }
}
