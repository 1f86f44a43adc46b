using System.Collections.Immutable;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Retention;
using Krewe.Grains.Profiles;

namespace Krewe.Grains.Retention;

/// <summary>Finds identities that were not seen, and has their profiles forget them.</summary>
/// <remarks>Every step may be repeated: what was forgotten before is not found again.</remarks>
internal sealed class Forgetting(
    IClusterClient client,
    WorkspaceId workspace,
    Catalog catalog,
    long at)
{
    private readonly ProfileCalls _calls = new(client, workspace, catalog.Version);

    /// <summary>The identities to forget of the profiles that are kept under some keys.</summary>
    public async Task<ImmutableArray<ForgettingOne>> FindAsync(
        IReadOnlyList<IdentityKey> keys, CancellationToken cancellationToken)
    {
        var profiles = await ReadAsync(keys, cancellationToken);
        await SweepAsync(profiles, cancellationToken);
        return
        [
            .. profiles.SelectMany(pair => Unseen(pair.Profile)
                .Select(identity => new ForgettingOne(pair.Key, identity))),
        ];
    }

    /// <summary>Forgets identities, and counts those that are forgotten then: by this call or by
    /// one that a crash cut short.</summary>
    public async Task<long> RunAsync(
        ImmutableArray<ForgettingOne> pending, CancellationToken cancellationToken)
    {
        var effects = new ProfileEffects(client, workspace);
        var owners = pending.Select(one => one.Profile).Distinct().ToArray();
        foreach (var (key, profile) in await ReadAsync(owners, cancellationToken))
        {
            var identities = Unseen(profile);
            if (!identities.IsEmpty)
            {
                await _calls.CallAsync(
                    key,
                    new ForgetRequest(profile.Version, identities),
                    static (grain, request, token) => grain.ForgetAsync(request, token),
                    effects,
                    cancellationToken);
            }
        }

        await effects.FlushAsync(cancellationToken);
        var forgotten = await CountAsync(pending, owners, cancellationToken);
        var keys = pending.SelectMany(one => new[] { one.Profile, one.Identity }).Distinct();
        await SweepAsync(await ReadAsync([.. keys], cancellationToken), cancellationToken);
        return forgotten;
    }

    private ImmutableArray<IdentityKey> Unseen(Profile profile) =>
        RetentionRules.Unseen(profile, catalog, at);

    // A profile that was merged into another meanwhile is met again under its new key.
    private async Task<long> CountAsync(
        ImmutableArray<ForgettingOne> pending,
        IReadOnlyList<IdentityKey> owners,
        CancellationToken cancellationToken)
    {
        var states = await Task.WhenAll(owners.Select(async owner => (
            owner, State: await _calls.Grain(owner).GetAsync(cancellationToken))));
        var byOwner = states.ToDictionary(pair => pair.owner, pair => pair.State);
        return pending.LongCount(one => byOwner[one.Profile] switch
        {
            { Standing: ProfileStanding.Unknown } => true,
            { Standing: ProfileStanding.Profile, Profile: var profile } =>
                profile.IndexOf(one.Identity) is var place
                && (place < 0 || RetentionRules.IsForgotten(profile, place)),
            _ => false,
        });
    }

    // Of what only had news to hand out, nothing but a name is left.
    private async Task SweepAsync(
        IEnumerable<(IdentityKey Key, Profile Profile)> profiles,
        CancellationToken cancellationToken)
    {
        foreach (var (key, profile) in profiles)
        {
            if (ProfileForgetting.IsHusk(profile))
            {
                await _calls.Grain(key).ForgetAsync(
                    new ForgetRequest(profile.Version, []), cancellationToken);
            }
        }
    }

    private async Task<(IdentityKey Key, Profile Profile)[]> ReadAsync(
        IReadOnlyList<IdentityKey> keys, CancellationToken cancellationToken)
    {
        var states = await Task.WhenAll(keys.Select(
            key => _calls.Grain(key).GetAsync(cancellationToken).AsTask()));
        return
        [
            .. keys.Zip(states)
                .Where(pair => pair.Second.Standing == ProfileStanding.Profile)
                .Select(pair => (pair.First, pair.Second.Profile)),
        ];
    }
}
