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
            return ProfileChanges.Repeat(state, profile);
        }

        return Apply(state, profile, batch, context);
    }

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
        return ProfileChanges.Settle(state, profile, context, addedFrom: known);
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

        var linked = Link(profile, happened, context);
        var said = Declare(linked, happened);
        return happened.Traits.IsEmpty ? said : Realize(said, happened, context);
    }

    private static bool IsErased(Fragment fragment, long at) =>
        fragment.Live is { } live && at <= live.Erased;

    private static Profile Link(
        Profile profile, LiveEvent happened, in ProfileContext context)
    {
        var first = happened.Identities[0].Identity;
        var others = new IdentityKey[happened.Identities.Length - 1];
        for (var index = 0; index < others.Length; index++)
        {
            others[index] = happened.Identities[index + 1].Identity;
        }

        var (linked, _) = ProfileLinks.Add(
            profile, first, others, Sighting.At(happened.At, happened.By), context.Catalog);
        return linked;
    }

    // Logins and opt-outs stand with the identity they are said of.
    private static Profile Declare(Profile profile, LiveEvent happened)
    {
        foreach (var declared in happened.Identities)
        {
            var place = profile.IndexOf(declared.Identity);
            var fragment = profile.Fragments[place];
            var live = fragment.Live ?? LiveStanding.None;
            var next = Declared(live, declared.State, happened);
            if (!ReferenceEquals(live, next))
            {
                profile = profile.With(place, fragment with { Live = next });
            }
        }

        return profile;
    }

    private static LiveStanding Declared(
        LiveStanding live, AuthenticationState state, LiveEvent happened)
    {
        live = happened.Kind switch
        {
            LiveEventKind.OptOut => live with { OptedOut = Math.Max(1, happened.At) },
            LiveEventKind.OptIn when live.OptedOut != 0 && live.OptedOut <= happened.At =>
                live with { OptedOut = 0 },
            _ => live,
        };
        return happened.At >= live.LoginAt
            && (state == AuthenticationState.Authenticated || live.HasLoggedIn)
            ? live with { LoginAt = happened.At, State = state }
            : live;
    }

    private static Profile Realize(
        Profile profile, LiveEvent happened, in ProfileContext context)
    {
        var place = profile.IndexOf(OwnerOf(happened, context));
        var fragment = profile.Fragments[place];
        return fragment.IsOptedOut || IsErased(fragment, happened.At)
            ? profile
            : profile.With(place, fragment with
            {
                Traits = TraitRealization.Add(
                    fragment.Traits, happened.Traits.AsSpan(), happened.At, context.Catalog),
            });
    }

    /// <summary>Whose the traits of an event are.</summary>
    private static IdentityKey OwnerOf(LiveEvent happened, in ProfileContext context)
    {
        IdentityKey? email = null;
        IdentityKey? device = null;
        foreach (var declared in happened.Identities)
        {
            var source = context.Catalog.FindDataSource(declared.Identity.Source);
            if (source is not { IdType: IdType.CrossDevice })
            {
                device ??= declared.Identity;
            }
            else if (declared.State == AuthenticationState.Authenticated)
            {
                if (source.ShareAs == HashLabel.None)
                {
                    return declared.Identity;
                }

                email ??= declared.Identity;
            }
        }

        return email ?? device ?? happened.Identities[0].Identity;
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
                    State = AuthenticationState.Unknown,
                    Erased = Math.Max(at, fragment.Live?.Erased ?? 0),
                },
            }),
        ],
        Links = [],
    };
}
