using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
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
        var catalog = await CatalogAsync(batch.CatalogVersion, cancellationToken);
        var step = ProfileChanges.Onboard(storage.State, batch, Context(catalog));
        await KeepAsync(step.Next, cancellationToken);
        return step.Reply;
    }

    public async ValueTask<ProfileReply> LinkAsync(
        LinkBatch batch, CancellationToken cancellationToken)
    {
        var catalog = await CatalogAsync(batch.CatalogVersion, cancellationToken);
        var step = ProfileChanges.Link(storage.State, batch, Context(catalog));
        await KeepAsync(step.Next, cancellationToken);
        return step.Reply;
    }

    public async ValueTask<ProfileReply> ReevaluateAsync(
        long catalogVersion, CancellationToken cancellationToken)
    {
        var catalog = await CatalogAsync(catalogVersion, cancellationToken);
        var step = ProfileChanges.Reevaluate(storage.State, Context(catalog));
        await KeepAsync(step.Next, cancellationToken);
        return step.Reply;
    }

    public ValueTask ConfirmAsync(long version, CancellationToken cancellationToken) =>
        KeepAsync(ProfileChanges.Confirm(storage.State, version), cancellationToken);

    public ValueTask<ProfileReply> ClaimAsync(
        IdentityKey owner,
        long version,
        IdentityKey? before,
        CancellationToken cancellationToken) =>
        KeepAsync(
            ProfileMoves.Claim(storage.State, Key, owner, version, before), cancellationToken);

    public ValueTask ReleaseAsync(
        IdentityKey owner, long since, CancellationToken cancellationToken) =>
        KeepAsync(ProfileMoves.Release(storage.State, owner, since), cancellationToken);

    public ValueTask<ProfileReply> BeginMoveAsync(
        IdentityKey target, CancellationToken cancellationToken) =>
        KeepAsync(ProfileMoves.BeginMove(storage.State, Key, target), cancellationToken);

    public async ValueTask<ProfileReply> AbsorbAsync(
        ProfileParcel parcel, long catalogVersion, CancellationToken cancellationToken)
    {
        var catalog = await CatalogAsync(catalogVersion, cancellationToken);
        var step = ProfileMoves.Absorb(storage.State, parcel, Context(catalog));
        await KeepAsync(step.Next, cancellationToken);
        return step.Reply;
    }

    public ValueTask EndMoveAsync(
        ulong journey,
        IdentityKey owner,
        long version,
        CancellationToken cancellationToken) =>
        KeepAsync(
            ProfileMoves.EndMove(storage.State, journey, owner, version), cancellationToken);

    public ValueTask EndJourneyAsync(ulong journey, CancellationToken cancellationToken) =>
        KeepAsync(ProfileMoves.EndJourney(storage.State, journey), cancellationToken);

    public ValueTask<ProfileState> GetAsync(CancellationToken cancellationToken) =>
        new(storage.State);

    private IdentityKey Key => WorkspaceId.IdentityOfKey(this.GetPrimaryKeyString());

    private ValueTask<Catalog> CatalogAsync(
        long versionMin, CancellationToken cancellationToken) =>
        catalogs.GetAsync(
            WorkspaceId.OfKey(this.GetPrimaryKeyString()), versionMin, cancellationToken);

    private ProfileContext Context(Catalog catalog)
    {
        var now = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        return new ProfileContext(Key, catalog, now.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private async ValueTask<ProfileReply> KeepAsync(
        ProfileStep step, CancellationToken cancellationToken)
    {
        await KeepAsync(step.Next, cancellationToken);
        return step.Reply;
    }

    private ValueTask KeepAsync(ProfileState next, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(storage.State, next))
        {
            return ValueTask.CompletedTask;
        }

        storage.State = next;
        return WriteAsync(cancellationToken);
    }

    private async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Nothing known is nothing stored.
            await (storage.State.Standing == ProfileStanding.Unknown
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
