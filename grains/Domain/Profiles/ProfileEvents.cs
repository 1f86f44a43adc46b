using System.Runtime.InteropServices;
using Krewe.Domain.Catalogs;
using Krewe.Domain.Events;
using Krewe.Domain.Identity;
using Krewe.Domain.Traits;

namespace Krewe.Domain.Profiles;

/// <summary>What live events do to a profile.</summary>
/// <remarks>
/// <para>Shape: all events of a batch are applied, then memberships are decided once. What an event
/// does depends on its own time, not on when it comes: counts stand on its day, and what is said
/// late of long ago changes neither who logged in last nor which link is the youngest.</para>
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
        foreach (var happened in batch.Events)
        {
            profile = Apply(profile, happened, context);
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

    private static Profile Apply(
        Profile profile, LiveEvent happened, in ProfileContext context)
    {
        var place = profile.IndexOf(happened.Identities[0].Identity);
        if (happened.Kind == LiveEventKind.Erasure)
        {
            return Erase(profile, happened.At);
        }

        if (IsErased(profile.Fragments[place], happened.At))
        {
            return profile;
        }

        var parties = new EventParties(happened, context.Catalog);
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

        return happened.Traits.IsEmpty
            ? said
            : Realize(said, happened, parties.Owner, context);
    }

    private static bool IsErased(Fragment fragment, long at) =>
        fragment.Live is { } live && at < live.Erased;

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

    // Logins and opt-outs stand with the identity they are said of.
    private static Profile Declare(Profile profile, LiveEvent happened, Catalog catalog)
    {
        foreach (var declared in happened.Identities)
        {
            profile = Declare(
                profile,
                profile.IndexOf(declared.Identity),
                catalog.IsDevice(declared.Identity.Source) ? null : declared.State,
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
        return fragment.IsOptedOut || IsErased(fragment, happened.At)
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

    // What is left are names: each goes its own way, and knows that what is older is not wanted.
    private static Profile Erase(Profile profile, long at) => profile with
    {
        Fragments =
        [
            .. profile.Fragments.Select(fragment => Fragment.Of(fragment.Identity) with
            {
                Live = (fragment.Live ?? LiveStanding.None) with
                {
                    LoginAt = 0,
                    StateAt = 0,
                    State = AuthenticationState.Unknown,
                    Erased = Math.Max(at, fragment.Live?.Erased ?? 0),
                },
            }),
        ],
        Links = [],
    };
}
