using GreenDonut;
using Krewe.Api.Graph;
using Krewe.Domain.Identity;

namespace Krewe.Api.Profiles;

/// <summary>Profiles by identity: one call to each profile's grain, whatever is asked of
/// it.</summary>
public sealed class ProfileByKeyDataLoader(
    ProfileReader profiles,
    DefinitionsReader reader,
    TimeProvider time,
    IBatchScheduler scheduler,
    DataLoaderOptions options)
    : BatchDataLoader<IdentityKey, ProfileView>(scheduler, options)
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyDictionary<IdentityKey, ProfileView>> LoadBatchAsync(
        IReadOnlyList<IdentityKey> keys, CancellationToken cancellationToken)
    {
        var definitions = await reader.GetAsync(cancellationToken);
        var context = new ProfileViewContext(
            definitions,
            await profiles.HandlesAsync(cancellationToken),
            time.GetUtcNow().ToUnixTimeSeconds());
        var asked = keys.ToArray();
        var found = await Task.WhenAll(
            asked.Select(key => profiles.FindAsync(key, cancellationToken).AsTask()));
        return asked
            .Zip(found)
            .Where(pair => pair.Second is not null)
            .ToDictionary(
                pair => pair.First,
                pair => new ProfileView(pair.Second!, pair.First, context));
    }
}
