using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Retention;
using Krewe.Grains.Catalogs;

namespace Krewe.Grains.Profiles;

/// <summary>Keeps one <see cref="ProfileState"/>: the domain decides, the grain writes.</summary>
internal sealed class ProfileGrain(
    [PersistentState("profile")] IPersistentState<ProfileState> storage,
    ICatalogs catalogs,
    MembershipFeed feed,
    TimeProvider time) : Grain, IProfileGrain
{
    private WorkspaceId _workspace;
    private IdentityKey _key;

    /// <summary>A decision of the domain.</summary>
    private delegate ProfileStep Decision<in TArgument>(
        ProfileState state, TArgument argument, in ProfileContext context);

    /// <summary>What an earlier activation could not know, whether its last write had landed, is
    /// known now.</summary>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (feed.HasDoubts)
        {
            feed.Settle(Workspace, _key, storage.State);
        }

        return Task.CompletedTask;
    }

    public ValueTask<ProfileReply> OnboardAsync(
        OnboardingBatch batch, CancellationToken cancellationToken) => DecideAsync(
        ProfileChanges.Onboard, batch, batch.CatalogVersion, cancellationToken);

    public ValueTask<ProfileReply> LinkAsync(
        LinkBatch batch, CancellationToken cancellationToken) => DecideAsync(
        ProfileChanges.Link, batch, batch.CatalogVersion, cancellationToken);

    public ValueTask<ProfileReply> ObserveAsync(
        EventBatch batch, CancellationToken cancellationToken) => DecideAsync(
        ProfileEvents.Observe, batch, batch.CatalogVersion, cancellationToken);

    public ValueTask<ProfileReply> ReevaluateAsync(
        long catalogVersion, CancellationToken cancellationToken) => DecideAsync(
        static (state, _, in context) => ProfileChanges.Reevaluate(state, context),
        catalogVersion,
        catalogVersion,
        cancellationToken);

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

    public ValueTask<ProfileReply> AbsorbAsync(
        ProfileParcel parcel, long catalogVersion, CancellationToken cancellationToken) =>
        DecideAsync(ProfileMoves.Absorb, parcel, catalogVersion, cancellationToken);

    public ValueTask EndMoveAsync(
        ulong journey,
        IdentityKey owner,
        long version,
        CancellationToken cancellationToken) =>
        KeepAsync(
            ProfileMoves.EndMove(storage.State, journey, owner, version), cancellationToken);

    public ValueTask EndJourneyAsync(ulong journey, CancellationToken cancellationToken) =>
        KeepAsync(ProfileMoves.EndJourney(storage.State, journey), cancellationToken);

    public ValueTask<ProfileReply> ForgetAsync(
        ForgetRequest request, CancellationToken cancellationToken) =>
        DecideAsync(
            ProfileForgetting.Forget, request, catalogVersionMin: 0, cancellationToken);

    public ValueTask<ProfileState> GetAsync(CancellationToken cancellationToken) =>
        new(storage.State);

    private IdentityKey Key
    {
        get
        {
            ReadKey();
            return _key;
        }
    }

    private WorkspaceId Workspace
    {
        get
        {
            ReadKey();
            return _workspace;
        }
    }

    // Taken apart once: a profile is asked many times while it is in memory.
    private void ReadKey()
    {
        if (_workspace == default)
        {
            var key = this.GetGrainId().Key;
            _key = WorkspaceId.IdentityOfKey(key);
            _workspace = WorkspaceId.OfKey(key);
        }
    }

    private ValueTask<ProfileReply> DecideAsync<TArgument>(
        Decision<TArgument> decide,
        TArgument argument,
        long catalogVersionMin,
        CancellationToken cancellationToken)
    {
        ReadKey();
        var asked = catalogs.GetAsync(_workspace, catalogVersionMin, cancellationToken);
        if (!asked.IsCompletedSuccessfully)
        {
            return DecideLaterAsync(asked, decide, argument, cancellationToken);
        }

#pragma warning disable VSTHRD103 // It has completed.
        var context = Context(asked.Result);
#pragma warning restore VSTHRD103
        return KeepAsync(decide(storage.State, argument, context), cancellationToken);
    }

    private async ValueTask<ProfileReply> DecideLaterAsync<TArgument>(
        ValueTask<Catalog> asked,
        Decision<TArgument> decide,
        TArgument argument,
        CancellationToken cancellationToken)
    {
        var catalog = await asked;
        return await KeepAsync(
            decide(storage.State, argument, Context(catalog)), cancellationToken);
    }

    private ProfileContext Context(Catalog catalog)
    {
        var now = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        return new ProfileContext(_key, catalog, now.Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private async ValueTask KeepAsync(ProfileState next, CancellationToken cancellationToken) =>
        await KeepAsync(new ProfileStep(next, ProfileReply.Nothing), cancellationToken);

    private async ValueTask<ProfileReply> KeepAsync(
        ProfileStep step, CancellationToken cancellationToken)
    {
        if (ReferenceEquals(storage.State, step.Next))
        {
            return step.Reply;
        }

        var before = storage.State;
        storage.State = step.Next;
        try
        {
            // Nothing known is nothing stored.
            await (step.Next.Standing == ProfileStanding.Unknown
                ? storage.ClearStateAsync(cancellationToken)
                : storage.WriteStateAsync(cancellationToken));
        }
        catch
        {
            // The write may or may not have landed. Forget the state in memory, so that the next
            // call reads what storage holds; the caller repeats, which is safe.
            if (feed.IsWatched)
            {
                feed.Doubt(Workspace, _key, before);
            }

            DeactivateOnIdle();
            throw;
        }

        if (feed.IsWatched)
        {
            feed.Publish(Workspace, _key, before, step.Next);
        }

        return step.Reply;
    }
}
