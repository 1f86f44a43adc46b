using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>Merging two profiles that turn out to be one, and taking in parts that left one.</summary>
/// <remarks>
/// <para>Shape: B writes that it is moving to A; A takes the parcel in, once for each journey, and
/// writes; B becomes a pointer and writes; A forgets the journey. Whoever finds a profile in the
/// middle goes on from what is written. Profiles are merged towards the key that sorts first, so two
/// merges at once cannot swap.</para>
/// </remarks>
public static class ProfileMoves
{
    /// <summary>Tells a key that a profile under another key holds its identity.</summary>
    /// <param name="state">What is kept under the key.</param>
    /// <param name="key">The key.</param>
    /// <param name="owner">Where the profile is.</param>
    /// <param name="before">Where the key may still point; null: nowhere.</param>
    /// <returns>Done, or elsewhere with the key of the profile that holds it now.</returns>
    public static ProfileStep Claim(
        ProfileState state, IdentityKey key, IdentityKey owner, IdentityKey? before)
    {
        switch (state.Standing)
        {
            case ProfileStanding.Unknown:
            case ProfileStanding.Pointer when state.Owner == before:
                return new ProfileStep(ProfileState.PointerTo(owner), ProfileReply.Nothing);
            case ProfileStanding.Pointer when state.Owner == owner:
                return new ProfileStep(state, ProfileReply.Nothing);
            case ProfileStanding.Pointer:
                return new ProfileStep(state, ProfileReply.At(state.Owner));
            case ProfileStanding.Moving:
                return new ProfileStep(state, ProfileReply.MovingTo(state.Owner));
            default:
                return new ProfileStep(
                    state, key == owner ? ProfileReply.Nothing : ProfileReply.At(key));
        }
    }

    /// <summary>Starts moving a profile to another key, or goes on with the move under way.</summary>
    /// <returns>Moving, with the parcel as the only departing part; or where the profile is.</returns>
    public static ProfileStep BeginMove(ProfileState state, IdentityKey key, IdentityKey target)
    {
        switch (state.Standing)
        {
            case ProfileStanding.Unknown:
                return new ProfileStep(ProfileState.PointerTo(target), ProfileReply.At(target));
            case ProfileStanding.Pointer:
                return new ProfileStep(state, ProfileReply.At(state.Owner));
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
    public static ProfileStep Absorb(
        ProfileState state, ProfileParcel parcel, in ProfileContext context)
    {
        switch (state.Standing)
        {
            case ProfileStanding.Pointer when state.Owner == parcel.From:
            case ProfileStanding.Unknown:
                return TakeUp(parcel, context);
            case ProfileStanding.Pointer:
                return new ProfileStep(state, ProfileReply.At(state.Owner));
            case ProfileStanding.Moving:
                return new ProfileStep(state, ProfileReply.MovingTo(state.Owner));
        }

        var profile = state.Profile;
        if (profile.Merging.Contains(parcel.Id))
        {
            return ProfileChanges.Settle(state, profile, context);
        }

        var united = ProfileUnion.Of(profile, parcel.Content);
        var limited = ProfileLinks.Limit(united, context.Catalog);
        var merging = united.Merging.Add(parcel.Id).Distinct().TakeLast(Profile.MergesMax);
        return ProfileChanges.Settle(
            state, limited with { Merging = [.. merging] }, context);
    }

    /// <summary>Ends the move of a profile that has arrived.</summary>
    public static ProfileState EndMove(ProfileState state, ulong journey, IdentityKey owner) =>
        state.Standing == ProfileStanding.Moving && state.Journey == journey
            ? ProfileState.PointerTo(owner)
            : state;

    /// <summary>Forgets a parcel that has arrived, at the profile that it left and at the one that
    /// it reached.</summary>
    public static ProfileState EndJourney(ProfileState state, ulong journey)
    {
        var profile = state.Profile;
        var leaves = profile.Departing.Any(parcel => parcel.Id == journey);
        if (state.Standing != ProfileStanding.Profile
            || (!leaves && !profile.Merging.Contains(journey)))
        {
            return state;
        }

        return state with
        {
            Profile = profile with
            {
                Departing = profile.Departing.RemoveAll(parcel => parcel.Id == journey),
                Merging = profile.Merging.Remove(journey),
            },
        };
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
        if (content.Fragments is [{ IsBare: true }] && content.Outbox.IsEmpty)
        {
            return new ProfileStep(ProfileState.Unknown, ProfileReply.Nothing);
        }

        return ProfileChanges.Settle(
            ProfileState.Unknown,
            content with { Merging = [parcel.Id], RegisteredDue = Profile.NeverDue },
            context);
    }
}

/// <summary>Puts two profiles together.</summary>
internal static class ProfileUnion
{
    /// <summary>The fragments, links, announcements and news of both; the first one's identity
    /// stays first, its links count as older.</summary>
    public static Profile Of(Profile kept, Profile added)
    {
        var fragments = kept.Fragments.ToBuilder();
        var places = new int[added.Fragments.Length];
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = Place(fragments, added.Fragments[index]);
        }

        var links = kept.Links
            .Concat(added.Links.Select(
                link => new IdentityLink(places[link.From], places[link.To])))
            .DistinctBy(link => (Math.Min(link.From, link.To), Math.Max(link.From, link.To)));
        var announced = kept.Announced
            .Concat(added.Announced.Select(told => told with
            {
                Member = places[told.Member],
                Identifier = places[told.Identifier],
            }))
            .Distinct();
        return kept with
        {
            Version = Math.Max(kept.Version, added.Version),
            Catalog = Math.Min(kept.Catalog, added.Catalog),
            Fragments = fragments.DrainToImmutable(),
            Links = [.. links],
            Announced = [.. announced.Order()],
            Outbox = [.. kept.Outbox.Concat(added.Outbox)],
            Merging = [.. kept.Merging.Concat(added.Merging)],
        };
    }

    // An identity that both profiles held, because its claim was still under way, becomes one
    // fragment.
    private static int Place(ImmutableArray<Fragment>.Builder fragments, Fragment added)
    {
        for (var index = 0; index < fragments.Count; index++)
        {
            var known = fragments[index];
            if (known.Identity == added.Identity)
            {
                fragments[index] = known with
                {
                    Traits = Unite(known.Traits, added.Traits),
                    Memberships = known.Memberships.IsEmpty
                        ? added.Memberships
                        : known.Memberships,
                    Import = known.Import ?? added.Import,
                };
                return index;
            }
        }

        fragments.Add(added);
        return fragments.Count - 1;
    }

    private static ImmutableArray<TraitQualification> Unite(
        ImmutableArray<TraitQualification> known, ImmutableArray<TraitQualification> added)
    {
        if (known.IsEmpty || added.IsEmpty)
        {
            return known.IsEmpty ? added : known;
        }

        var united = new TraitQualification[known.Length + added.Length];
        return [.. united.AsSpan(0, TraitUnion.Merge(known.AsSpan(), added.AsSpan(), united))];
    }
}
