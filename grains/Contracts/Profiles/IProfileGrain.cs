using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Krewe.Domain.Retention;

namespace Krewe.Contracts.Profiles;

/// <summary>One identity: its profile, or where its profile is kept. Key:
/// <see cref="Workspaces.WorkspaceId.ProfileKey"/>.</summary>
/// <remarks>
/// <para>Errors: outcomes are answered, see <see cref="ProfileReply"/>; what throws is storage, and
/// every call is safe to repeat.</para>
/// </remarks>
[Alias("profile")]
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>Applies the lines of a trait file for one user.</summary>
    [Alias("onboard")]
    ValueTask<ProfileReply> OnboardAsync(
        OnboardingBatch batch, CancellationToken cancellationToken);

    /// <summary>Links what rows of an ID-sync file name.</summary>
    [Alias("link")]
    ValueTask<ProfileReply> LinkAsync(LinkBatch batch, CancellationToken cancellationToken);

    /// <summary>Takes in live events that name the identity first.</summary>
    [Alias("observe")]
    ValueTask<ProfileReply> ObserveAsync(
        EventBatch batch, CancellationToken cancellationToken);

    /// <summary>Decides memberships anew, by definitions of a version or later.</summary>
    [Alias("reevaluate")]
    ValueTask<ProfileReply> ReevaluateAsync(
        long catalogVersion, CancellationToken cancellationToken);

    /// <summary>Forgets news up to a version: the destination side has stored it.</summary>
    [Alias("confirm")]
    ValueTask ConfirmAsync(long version, CancellationToken cancellationToken);

    /// <summary>Says that a profile under another key holds this identity.</summary>
    [Alias("claim")]
    ValueTask<ProfileReply> ClaimAsync(
        IdentityKey owner,
        long version,
        IdentityKey? before,
        CancellationToken cancellationToken);

    /// <summary>Forgets a pointer whose owner does not hold the identity.</summary>
    [Alias("release")]
    ValueTask ReleaseAsync(
        IdentityKey owner, long since, CancellationToken cancellationToken);

    /// <summary>Starts moving the profile to another key, or goes on with it.</summary>
    [Alias("begin-move")]
    ValueTask<ProfileReply> BeginMoveAsync(
        IdentityKey target, CancellationToken cancellationToken);

    /// <summary>Takes a parcel in, once.</summary>
    [Alias("absorb")]
    ValueTask<ProfileReply> AbsorbAsync(
        ProfileParcel parcel, long catalogVersion, CancellationToken cancellationToken);

    /// <summary>Becomes a pointer: the moved profile has arrived.</summary>
    [Alias("end-move")]
    ValueTask EndMoveAsync(
        ulong journey,
        IdentityKey owner,
        long version,
        CancellationToken cancellationToken);

    /// <summary>Forgets a parcel that has arrived.</summary>
    [Alias("end-journey")]
    ValueTask EndJourneyAsync(ulong journey, CancellationToken cancellationToken);

    /// <summary>Forgets identities that were not seen, unless the profile has changed since they
    /// were looked at.</summary>
    [Alias("forget")]
    ValueTask<ProfileReply> ForgetAsync(
        ForgetRequest request, CancellationToken cancellationToken);

    /// <summary>What is kept under the key.</summary>
    [Alias("get"), ReadOnly]
    ValueTask<ProfileState> GetAsync(CancellationToken cancellationToken);
}

/// <summary>Walks the profiles of a workspace, by the store that keeps them.</summary>
/// <remarks>
/// <para>Shape: in no order; what is stored before the walk begins is seen, what comes while it
/// goes on may be.</para>
/// </remarks>
public interface IProfileScan
{
    /// <summary>The profiles of a workspace as they are stored.</summary>
    IAsyncEnumerable<Profile> ProfilesAsync(
        Workspaces.WorkspaceId workspace, CancellationToken cancellationToken);

    /// <summary>The grain keys of one partition of the profiles, pointers among them.</summary>
    IAsyncEnumerable<IdSpan> KeysAsync(
        int partition, int partitions, CancellationToken cancellationToken);
}

/// <summary>The profiles that have to be looked at again within an hour. Key:
/// <see cref="Workspaces.WorkspaceId.DueKey"/>.</summary>
[Alias("due")]
public interface IDueGrain : IGrainWithStringKey
{
    /// <summary>Registers profiles; durable when it returns. Twice does no harm.</summary>
    [Alias("add")]
    Task AddAsync(
        System.Collections.Immutable.ImmutableArray<DueProfile> profiles,
        CancellationToken cancellationToken);
}

/// <summary>A profile and when it is due, in Unix seconds.</summary>
[GenerateSerializer, Immutable, Alias("due-profile")]
public readonly record struct DueProfile(
    [property: Id(0)] IdentityKey Profile, [property: Id(1)] long At);
