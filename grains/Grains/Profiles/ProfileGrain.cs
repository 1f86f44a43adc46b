using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Grains.Catalogs;

namespace Krewe.Grains.Profiles;

/// <summary>Keeps one <see cref="ProfileState"/>: the domain decides, the grain writes.</summary>
internal sealed class ProfileGrain(
    [PersistentState("profile")] IPersistentState<ProfileState> storage,
    ICatalogs catalogs,
    TimeProvider time) : Grain, IProfileGrain
{
    public async ValueTask<ProfileReply> OnboardAsync(
        OnboardingBatch batch, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(batch.CatalogVersion, cancellationToken);
        return await KeepAsync(
            ProfileChanges.Onboard(storage.State, batch, context), cancellationToken);
    }

    public async ValueTask<ProfileReply> LinkAsync(
        LinkBatch batch, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(batch.CatalogVersion, cancellationToken);
        return await KeepAsync(
            ProfileChanges.Link(storage.State, batch, context), cancellationToken);
    }

    public async ValueTask<ProfileReply> ReevaluateAsync(
        long catalogVersion, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(catalogVersion, cancellationToken);
        return await KeepAsync(
            ProfileChanges.Reevaluate(storage.State, context), cancellationToken);
    }

    public async ValueTask ConfirmAsync(long version, CancellationToken cancellationToken) =>
        await KeepAsync(ProfileChanges.Confirm(storage.State, version), cancellationToken);

    public ValueTask<ProfileReply> ClaimAsync(
        IdentityKey owner,
        long version,
        IdentityKey? before,
        CancellationToken cancellationToken) =>
        KeepAsync(
            ProfileMoves.Claim(storage.State, Key, owner, version, before), cancellationToken);

    public async ValueTask ReleaseAsync(
        IdentityKey owner, long since, CancellationToken cancellationToken) =>
        await KeepAsync(ProfileMoves.Release(storage.State, owner, since), cancellationToken);

    public ValueTask<ProfileReply> BeginMoveAsync(
        IdentityKey target, CancellationToken cancellationToken) =>
        KeepAsync(ProfileMoves.BeginMove(storage.State, Key, target), cancellationToken);

    public async ValueTask<ProfileReply> AbsorbAsync(
        ProfileParcel parcel, long catalogVersion, CancellationToken cancellationToken)
    {
        var context = await ContextAsync(catalogVersion, cancellationToken);
        return await KeepAsync(
            ProfileMoves.Absorb(storage.State, parcel, context), cancellationToken);
    }

    public async ValueTask EndMoveAsync(
        ulong journey,
        IdentityKey owner,
        long version,
        CancellationToken cancellationToken) =>
        await KeepAsync(
            ProfileMoves.EndMove(storage.State, journey, owner, version), cancellationToken);

    public async ValueTask EndJourneyAsync(ulong journey, CancellationToken cancellationToken) =>
        await KeepAsync(ProfileMoves.EndJourney(storage.State, journey), cancellationToken);

    public ValueTask<ProfileState> GetAsync(CancellationToken cancellationToken) =>
        new(storage.State);

    private IdentityKey Key => WorkspaceId.IdentityOfKey(this.GetPrimaryKeyString());

    private async ValueTask<ProfileContext> ContextAsync(
        long catalogVersion, CancellationToken cancellationToken)
    {
        var workspace = WorkspaceId.OfKey(this.GetPrimaryKeyString());
        var catalog = await catalogs.GetAsync(workspace, catalogVersion, cancellationToken);
        var now = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        return new ProfileContext(Key, catalog, now.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private async ValueTask<ProfileReply> KeepAsync(
        ProfileStep step, CancellationToken cancellationToken)
    {
        await KeepAsync(step.Next, cancellationToken);
        return step.Reply;
    }

    private async ValueTask KeepAsync(ProfileState next, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(storage.State, next))
        {
            return;
        }

        storage.State = next;
        try
        {
            // Nothing known is nothing stored.
            await (next.Standing == ProfileStanding.Unknown
                ? storage.ClearStateAsync(cancellationToken)
                : storage.WriteStateAsync(cancellationToken));
        }
        catch
        {
            // The write may or may not have landed. Forget the state in memory, so that the next
            // call reads what storage holds; the caller repeats, which is safe.
            DeactivateOnIdle();
            throw;
        }
    }
}
