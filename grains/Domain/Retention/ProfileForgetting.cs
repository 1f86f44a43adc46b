using System.Collections.Immutable;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;

namespace Krewe.Domain.Retention;

/// <summary>Identities that a profile is to forget, as it was at a version.</summary>
/// <param name="Version">The version that was looked at; a profile that has changed since forgets
/// nothing.</param>
/// <param name="Identities">Which.</param>
[GenerateSerializer, Immutable, Alias("forget-request")]
public sealed record ForgetRequest(
    [property: Id(0)] long Version, [property: Id(1)] ImmutableArray<IdentityKey> Identities);

/// <summary>Takes identities out of a profile: their traits, links, memberships and
/// announcements.</summary>
/// <remarks>
/// <para>Shape: an identity that lost all goes to its own key as any part that comes loose does,
/// where nothing is kept of it; the destinations hear that it left.</para>
/// <para>Errors: every call is safe to repeat.</para>
/// </remarks>
public static class ProfileForgetting
{
    /// <summary>Forgets identities, or the whole profile if nothing is left of it.</summary>
    public static ProfileStep Forget(
        ProfileState state, ForgetRequest request, in ProfileContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        var profile = state.Profile;
        if (state.Standing != ProfileStanding.Profile)
        {
            return new ProfileStep(state, ProfileReply.Nothing);
        }

        if (!profile.Departing.IsEmpty)
        {
            return new ProfileStep(state, ProfileReply.Parting(profile));
        }

        if (profile.Version != request.Version)
        {
            return new ProfileStep(state, ProfileReply.Nothing);
        }

        return IsHusk(profile)
            ? new ProfileStep(ProfileState.Unknown, ProfileReply.Nothing)
            : Clear(state, request.Identities, context);
    }

    /// <summary>Whether nothing but the name of one identity is left, and nothing is owed to
    /// anybody.</summary>
    public static bool IsHusk(Profile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return profile is { Fragments: [{ IsName: true }] }
            && profile.Outbox.IsEmpty
            && profile.Announced.IsEmpty
            && profile.Departing.IsEmpty;
    }

    private static ProfileStep Clear(
        ProfileState state, ImmutableArray<IdentityKey> identities, in ProfileContext context)
    {
        var profile = state.Profile;
        var places = identities.Select(profile.IndexOf).Where(place => place >= 0).ToHashSet();
        if (places.Count == 0)
        {
            return new ProfileStep(state, ProfileReply.Nothing);
        }

        var cleared = profile with
        {
            Fragments = [.. profile.Fragments.Select((fragment, place) =>
                places.Contains(place) ? Forgotten(fragment) : fragment)],
            Links = profile.Links.RemoveAll(link =>
                places.Contains(link.From) || places.Contains(link.To)),
        };
        return ProfileChanges.Settle(state, cleared, context);
    }

    // That somebody opted out, and when everything was erased, is never forgotten.
    private static Fragment Forgotten(Fragment fragment) =>
        Fragment.Of(fragment.Identity) with
        {
            Live = fragment.Live is { OptedOut: > 0 } or { Erased: > 0 } ? fragment.Live : null,
        };
}
