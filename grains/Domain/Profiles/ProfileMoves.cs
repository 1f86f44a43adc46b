using System.Collections.Immutable;
using Krewe.Domain.Activation;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

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

/// <summary>Puts two profiles together.</summary>
internal static class ProfileUnion
{
    /// <summary>The fragments, links, announcements and news of both; the first one's identity
    /// stays first, its links count as older.</summary>
    /// <remarks>Of a member that both held, one may have said that it left after the other said
    /// that it joined: what is announced of it is said again, as the newest word.</remarks>
    public static Profile Of(Profile kept, Profile added, long now)
    {
        var fragments = kept.Fragments.ToBuilder();
        var places = new int[added.Fragments.Length];
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = Place(fragments, added.Fragments[index]);
        }

        var links = kept.Links
            .Concat(added.Links.Select(
                link => link with { From = places[link.From], To = places[link.To] }))
            .GroupBy(link => (Math.Min(link.From, link.To), Math.Max(link.From, link.To)))
            .Select(same => same.MaxBy(link => link.At))
            .OrderBy(link => link.At);
        var announced = kept.Announced
            .Concat(added.Announced.Select(told => told with
            {
                Member = places[told.Member],
                Identifier = places[told.Identifier],
            }))
            .Distinct()
            .Order()
            .ToArray();
        var version = Math.Max(kept.Version, added.Version);
        var held = kept.Fragments.Length;
        var again = announced
            .Where(told => told.Member < held && places.Contains(told.Member))
            .Select(told => new Qualification(
                told.Destination,
                told.Segment,
                fragments[told.Member].Identity.StableHashCode(),
                fragments[told.Identifier].Identity,
                Joined: true,
                version + 1,
                now))
            .ToArray();
        return kept with
        {
            Version = version,
            Catalog = Math.Min(kept.Catalog, added.Catalog),
            Fragments = fragments.DrainToImmutable(),
            Links = [.. links],
            Announced = [.. announced],
            Outbox =
            [
                .. kept.Outbox.Concat(added.Outbox).Concat(again)
                    .GroupBy(news => (
                        news.Destination, news.Segment, news.Member, news.Identifier))
                    .Select(words => words.MaxBy(news => news.Version)),
            ],
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
                    Live = Unite(known.Live, added.Live),
                    Seen = known.Seen.And(added.Seen),
                };
                return index;
            }
        }

        fragments.Add(added);
        return fragments.Count - 1;
    }

    private static LiveStanding? Unite(LiveStanding? known, LiveStanding? added)
    {
        if (known is null || added is null)
        {
            return known ?? added;
        }

        var later = known.StateAt >= added.StateAt ? known : added;
        var optedOut = Math.Max(known.OptedOut, added.OptedOut);
        var optedIn = Math.Max(known.OptedIn, added.OptedIn);
        return new LiveStanding
        {
            Page = Math.Max(known.Page, added.Page),
            LoginAt = Math.Max(known.LoginAt, added.LoginAt),
            StateAt = later.StateAt,
            State = later.State,
            OptedOut = optedOut >= optedIn ? optedOut : 0,
            OptedIn = optedIn > optedOut ? optedIn : 0,
            Erased = Math.Max(known.Erased, added.Erased),
        };
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
