using System.Runtime.InteropServices;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>What live events do to a profile.</summary>
/// <remarks>
/// <para>Shape: all events of a batch are applied, then memberships are decided once, but for those
/// that depend on who is logged in: these are decided with each event. What an event does depends
/// on its own time, not on when it comes: counts stand on its day, and what is said late of long
/// ago changes neither who logged in last nor which link is the youngest.</para>
/// <para>Errors: returned as <see cref="ReplyStatus"/>; a batch that was applied before changes
/// nothing.</para>
/// </remarks>
public static class ProfileEvents
{
    /// <summary>Applies events that name an identity first.</summary>
    public static ProfileStep Observe(
        ProfileState state, EventBatch batch, in ProfileContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(batch);
        var refusal = ProfileChanges.Open(
            state, batch.Identity, context, out var profile, out var place);
        if (refusal is not null)
        {
            return new ProfileStep(state, refusal);
        }

        if (!profile.Departing.IsEmpty)
        {
            return new ProfileStep(state, ProfileReply.Parting(profile));
        }

        if (profile.Fragments[place].Live is { } live && live.Page >= batch.Page)
        {
            return ProfileChanges.Repeat(state, profile, NamedBy(batch));
        }

        return Apply(state, profile, batch, context);
    }

    private static IEnumerable<IdentityKey> NamedBy(EventBatch batch) => batch.Events
        .SelectMany(happened => happened.Identities)
        .Select(declared => declared.Identity)
        .Distinct();

    private static ProfileStep Apply(
        ProfileState state, Profile profile, EventBatch batch, in ProfileContext context)
    {
        var known = profile.Fragments.Length;
        var decided = state.Profile;
        foreach (var happened in batch.Events)
        {
            profile = Apply(profile, happened, context);
            if (!context.Catalog.ReadsLogins)
            {
                continue;
            }

            var then = LoggedInAsOf(profile, happened);
            if (batch.Events.Length > 1 || !ReferenceEquals(then, profile))
            {
                profile = decided = Decide(decided, then, profile, happened.At, context);
            }
        }

        var place = profile.IndexOf(batch.Identity);
        var fragment = profile.Fragments[place];
        profile = profile.With(place, fragment with
        {
            Live = (fragment.Live ?? LiveStanding.None) with { Page = batch.Page },
        });
        return ProfileChanges.Settle(
            state,
            profile,
            context,
            addedFrom: known,
            happenedAt: batch.Events.Max(happened => happened.At));
    }

    // Who an event of long ago says is logged in was so then, whatever was said since.
    private static Profile LoggedInAsOf(Profile profile, LiveEvent happened)
    {
        var then = profile;
        foreach (var declared in happened.Identities)
        {
            if (declared.State == AuthenticationState.Authenticated
                && then.IndexOf(declared.Identity) is >= 0 and var place
                && then.Fragments[place] is { Live: { } live } fragment
                && live.StateAt > happened.At)
            {
                then = then.With(place, fragment with
                {
                    Live = live with { State = AuthenticationState.Authenticated },
                });
            }
        }

        return then;
    }

    // Who joins while logged in does so with each event of a batch; what is said since of logins
    // stands.
    private static Profile Decide(
        Profile decided, Profile then, Profile profile, long at, in ProfileContext context)
    {
        var next = ProfileEvaluation.Evaluate(
            decided, then, context.Catalog, context.Now, Math.Min(at, context.Now), out _);
        for (var place = 0; place < next.Fragments.Length; place++)
        {
            next = next.With(place, next.Fragments[place].Live == profile.Fragments[place].Live
                ? next.Fragments[place]
                : next.Fragments[place] with { Live = profile.Fragments[place].Live });
        }

        return next;
    }

    private static Profile Apply(
        Profile profile, LiveEvent told, in ProfileContext context)
    {
        var place = profile.IndexOf(told.Identities[0].Identity);
        if (told.Kind == LiveEventKind.Erasure)
        {
            return Erase(profile, place, told.At, context.Catalog);
        }

        if (profile.Fragments[place].IsErasedSince(told.At))
        {
            return profile;
        }

        var parties = new EventParties(told, context.Catalog);
        var owner = parties.Owner;
        var happened = WithoutErased(profile, told);
        if (!ReferenceEquals(happened, told))
        {
            parties = new EventParties(happened, context.Catalog);
        }

        var linked = Link(profile, happened, parties, context.Catalog);
        if (happened.Kind == LiveEventKind.Link)
        {
            return linked;
        }

        var said = Declare(linked, happened, context.Catalog);
        if (happened.Kind is LiveEventKind.OptOut or LiveEventKind.OptIn)
        {
            return parties.Device >= 0
                ? said
                : DeclareLastDevices(said, happened, context.Catalog);
        }

        return happened.Traits.IsEmpty ? said : Realize(said, happened, owner, context);
    }

    // What an event of before an erasure says of others stands.
    private static LiveEvent WithoutErased(Profile profile, LiveEvent told)
    {
        var wanted = told.Identities.RemoveAll(
            declared => profile.IsErasedSince(declared.Identity, told.At));
        return wanted.Length == told.Identities.Length
            ? told
            : told with { Identities = wanted };
    }

    private static Profile Link(
        Profile profile, LiveEvent happened, in EventParties parties, Catalog catalog)
    {
        var seen = Sighting.At(happened.At, happened.By);
        var others = new List<IdentityKey>(happened.Identities.Length);
        for (var index = 0; index < happened.Identities.Length; index++)
        {
            var identity = happened.Identities[index].Identity;
            parties.LinksOf(index, others);
            (profile, _) = ProfileLinks.Add(
                profile, identity, CollectionsMarshal.AsSpan(others), seen, catalog);
        }

        return profile;
    }

    // Logins and opt-outs stand with the identity they are said of. Who opts out or in by a call of
    // the API says nothing of logins.
    private static Profile Declare(Profile profile, LiveEvent happened, Catalog catalog)
    {
        var saysState = happened.By != LinkSource.Api
            || happened.Kind is not (LiveEventKind.OptOut or LiveEventKind.OptIn);
        foreach (var declared in happened.Identities)
        {
            profile = Declare(
                profile,
                profile.IndexOf(declared.Identity),
                saysState && !catalog.IsDevice(declared.Identity.Source) ? declared.State : null,
                happened);
        }

        return profile;
    }

    // The device that was last named with somebody goes the same way.
    private static Profile DeclareLastDevices(
        Profile profile, LiveEvent happened, Catalog catalog)
    {
        foreach (var declared in happened.Identities)
        {
            var place = profile.IndexOf(declared.Identity);
            var device = profile.Links
                .Select(link => link.OtherEnd(place))
                .LastOrDefault(
                    far => far >= 0 && catalog.IsDevice(profile.Fragments[far].Identity.Source),
                    -1);
            profile = device < 0
                ? profile
                : Declare(profile, device, state: null, happened);
        }

        return profile;
    }

    private static Profile Declare(
        Profile profile, int place, AuthenticationState? state, LiveEvent happened)
    {
        var fragment = profile.Fragments[place];
        var live = fragment.Live ?? LiveStanding.None;
        var next = LoggedIn(Opted(live, happened), state, happened.At);
        return ReferenceEquals(live, next)
            ? profile
            : profile.With(place, fragment with { Live = next });
    }

    private static LiveStanding Opted(LiveStanding live, LiveEvent happened) =>
        happened.Kind switch
        {
            LiveEventKind.OptOut
                when live.OptedOut < happened.At && live.OptedIn <= happened.At =>
                live with { OptedOut = happened.At, OptedIn = 0 },
            LiveEventKind.OptIn
                when live.OptedIn < happened.At && live.OptedOut <= happened.At =>
                live with { OptedOut = 0, OptedIn = happened.At },
            _ => live,
        };

    private static LiveStanding LoggedIn(
        LiveStanding live, AuthenticationState? state, long at)
    {
        if (state is not { } said)
        {
            return live;
        }

        if (said == AuthenticationState.Authenticated && at > live.LoginAt)
        {
            live = live with { LoginAt = at };
        }

        return at > live.StateAt || (at == live.StateAt && said != live.State)
            ? live with { StateAt = at, State = said }
            : live;
    }

    private static Profile Realize(
        Profile profile, LiveEvent happened, IdentityKey owner, in ProfileContext context)
    {
        var place = profile.IndexOf(owner);
        var fragment = profile.Fragments[place];
        return fragment.IsOptedOut || fragment.IsErasedSince(happened.At)
            ? profile
            : profile.With(place, fragment with
            {
                Traits = TraitRealization.Add(
                    fragment.Traits,
                    happened.Traits.AsSpan(),
                    happened.At,
                    context.Now,
                    context.Catalog),
            });
    }

    // What is left of the person are names: each goes its own way, and knows that what is older is
    // not wanted. Others who used the same devices keep what is theirs.
    private static Profile Erase(Profile profile, int asked, long at, Catalog catalog)
    {
        var parts = ProfilePeople.PartsOf(profile, asked, catalog.IsDevice);
        return profile with
        {
            Fragments =
            [
                .. profile.Fragments.Select((fragment, place) =>
                    parts[place] == PersonPart.None ? fragment : Erased(fragment, at)),
            ],
            Links = profile.Links.RemoveAll(link =>
                parts[link.From] != PersonPart.None || parts[link.To] != PersonPart.None),
        };
    }

    private static Fragment Erased(Fragment fragment, long at) =>
        Fragment.Of(fragment.Identity) with
        {
            Live = (fragment.Live ?? LiveStanding.None) with
            {
                LoginAt = 0,
                StateAt = 0,
                State = AuthenticationState.Unknown,
                Erased = Math.Max(at, fragment.Live?.Erased ?? 0),
            },
        };
}
