using Krewe.Domain.Identity;

namespace Krewe.Domain.Profiles;

/// <summary>Merging two profiles that turn out to be one, and taking in parts that left
/// one.</summary>
/// <remarks>
/// <para>Shape: B writes that it is moving to A; A takes the parcel in, once for each journey, and
/// writes; B becomes a pointer and writes. A remembers the journey, because another caller may
/// still be on its way with the same parcel. Whoever finds a profile in the middle goes on from
/// what is written. Profiles are merged towards the key that sorts first, so two merges at once
/// cannot swap.</para>
/// </remarks>
public static class ProfileMoves
{
    /// <summary>Tells a key that a profile under another key holds its identity.</summary>
    /// <param name="state">What is kept under the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="owner">Where the profile is.</param>
    /// <param name="version">The version at which the profile held the identity.</param>
    /// <param name="before">Where the key may still point; null: nowhere.</param>
    /// <returns>Done, also for a claim that later ones have overtaken; or elsewhere with the key of
    /// the profile that holds the identity now.</returns>
    public static ProfileStep Claim(
        ProfileState state, IdentityKey key, IdentityKey owner, long version, IdentityKey? before)
    {
        switch (state.Standing)
        {
            case ProfileStanding.Unknown:
                return new ProfileStep(
                    ProfileState.PointerTo(owner, version), ProfileReply.Nothing);
            case ProfileStanding.Pointer when state.Owner == owner || state.Owner == before:
                return new ProfileStep(
                    version > state.Since ? ProfileState.PointerTo(owner, version) : state,
                    ProfileReply.Nothing);
            case ProfileStanding.Pointer when before is not null && version <= state.Since:
                return new ProfileStep(state, ProfileReply.Nothing);
            case ProfileStanding.Pointer:
                return new ProfileStep(state, ProfileReply.At(state.Owner, state.Since));
            case ProfileStanding.Moving:
                return new ProfileStep(state, ProfileReply.MovingTo(state.Owner));
            default:
                return new ProfileStep(
                    state,
                    key == owner
                        ? ProfileReply.Nothing
                        : ProfileReply.At(key, state.Profile.Version));
        }
    }

    /// <summary>Forgets a pointer whose owner does not hold the identity, if it still is the one
    /// that was followed.</summary>
    public static ProfileState Release(ProfileState state, IdentityKey owner, long since) =>
        state.Standing == ProfileStanding.Pointer && state.Owner == owner && state.Since == since
            ? ProfileState.Unknown
            : state;

    /// <summary>Starts moving a profile to another key, or goes on with the move under
    /// way.</summary>
    /// <returns>Moving, with the parcel as the only departing part; or where the profile
    /// is.</returns>
    public static ProfileStep BeginMove(ProfileState state, IdentityKey key, IdentityKey target)
    {
        switch (state.Standing)
        {
            case ProfileStanding.Unknown:
                return new ProfileStep(state, ProfileReply.At(target, 0));
            case ProfileStanding.Pointer:
                return new ProfileStep(state, ProfileReply.At(state.Owner, state.Since));
            case ProfileStanding.Moving:
                return new ProfileStep(state, OnItsWay(state, key));
            case ProfileStanding.Profile when !state.Profile.Departing.IsEmpty:
                return new ProfileStep(state, ProfileReply.Parting(state.Profile));
            default:
                var moving = state with
                {
                    Standing = ProfileStanding.Moving,
                    Owner = target,
                    Journey = ProfileParting.JourneyId(key, key, state.Profile.Version),
                };
                return new ProfileStep(moving, OnItsWay(moving, key));
        }
    }

    /// <summary>Takes a parcel in, once.</summary>
    /// <returns>Done, with the identities of the parcel that the profile holds as claims; or where
    /// to go.</returns>
    public static ProfileStep Absorb(
        ProfileState state, ProfileParcel parcel, in ProfileContext context)
    {
        var step = state.Standing switch
        {
            ProfileStanding.Unknown => TakeUp(parcel, context),
            ProfileStanding.Pointer when IsComingHome(state, parcel, context.Key) =>
                TakeUp(parcel, context),
            ProfileStanding.Pointer =>
                new ProfileStep(state, ProfileReply.At(state.Owner, state.Since)),
            ProfileStanding.Moving =>
                new ProfileStep(state, ProfileReply.MovingTo(state.Owner)),
            _ when state.Profile.Merging.Contains(parcel.Id) =>
                ProfileChanges.Settle(state, state.Profile, context),
            _ => Merge(state, parcel, context),
        };
        return step.Reply.Status != ReplyStatus.Done ? step : step with
        {
            Reply = step.Reply with
            {
                Claims = ProfileChanges.HeldOf(
                    parcel.Content.Fragments.AsSpan(), step.Next.Profile),
            },
        };
    }

    /// <summary>Ends the move of a profile that has arrived.</summary>
    public static ProfileState EndMove(
        ProfileState state, ulong journey, IdentityKey owner, long version) =>
        state.Standing == ProfileStanding.Moving && state.Journey == journey
            ? ProfileState.PointerTo(owner, version)
            : state;

    /// <summary>Forgets a parcel that has arrived, at the profile that it left.</summary>
    public static ProfileState EndJourney(ProfileState state, ulong journey)
    {
        var profile = state.Profile;
        var left = profile.Departing.RemoveAll(parcel => parcel.Id == journey);
        return state.Standing != ProfileStanding.Profile || left.Length == profile.Departing.Length
            ? state
            : state with { Profile = profile with { Departing = left } };
    }

    // A part goes to the key of its first identity, whose pointer may be older than the parting. A
    // newer one means that another profile has claimed the identity since: it gets the parcel.
    private static bool IsComingHome(ProfileState state, ProfileParcel parcel, IdentityKey key) =>
        parcel.Content.Fragments[0].Identity == key && parcel.Content.Version >= state.Since;

    // Whatever merged two profiles named somebody in both, after everything else that is known.
    private static ProfileStep Merge(
        ProfileState state, ProfileParcel parcel, in ProfileContext context) => TakeIn(
        state,
        state.Profile,
        parcel,
        context,
        happenedAt: state.Profile.Fragments.Concat(parcel.Content.Fragments)
            .Max(fragment => fragment.Seen.Last));

    private static ProfileStep TakeIn(
        ProfileState state,
        Profile profile,
        ProfileParcel parcel,
        in ProfileContext context,
        long happenedAt = 0)
    {
        var united = ProfileUnion.Of(profile, parcel.Content, context.Now);
        var limited = ProfileLinks.Limit(united, context.Catalog);
        var merging = united.Merging.Append(parcel.Id).Distinct().TakeLast(Profile.MergesMax);
        return ProfileChanges.Settle(
            state,
            limited with
            {
                Merging = [.. merging],
                NewsFrom = parcel.Content.Outbox.IsEmpty
                    ? profile.NewsFrom
                    : united.Version + 1,
            },
            context,
            happenedAt: happenedAt);
    }

    private static ProfileReply OnItsWay(ProfileState moving, IdentityKey key) => new()
    {
        Status = ReplyStatus.Moving,
        Owner = moving.Owner,
        Departing =
        [
            new ProfileParcel
            {
                Id = moving.Journey,
                From = key,
                To = moving.Owner,
                Content = moving.Profile,
            },
        ],
    };

    // A part of which nothing but one identity is known is nothing to keep.
    private static ProfileStep TakeUp(ProfileParcel parcel, in ProfileContext context)
    {
        var content = parcel.Content;
        if (content.Fragments is [{ IsName: true }] && content.Outbox.IsEmpty)
        {
            return new ProfileStep(ProfileState.Unknown, ProfileReply.Nothing);
        }

        var empty = new Profile
        {
            Fragments = [Fragment.Of(context.Key)],
            Catalog = content.Catalog,
        };
        return TakeIn(ProfileState.Unknown, empty, parcel, context);
    }
}
