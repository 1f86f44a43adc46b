using System.Globalization;
using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Domain.Access;
using Krewe.Domain.Identity;
using Krewe.Domain.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Profiles;

/// <summary>One profile, by any of its identities.</summary>
internal static class ProfileEndpoints
{
    private const string Beginning = "/v1/profiles/";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(Beginning + "{source:int}/{**value}", GetAsync)
            .Requires(Permission.ReadProfiles);

    private static async Task<Results<Ok<ProfileAnswer>, ProblemHttpResult>> GetAsync(
        int source,
        HttpContext context,
        ProfileReader profiles,
        ClaimsPrincipal user,
        CancellationToken cancellationToken)
    {
        var path = RawPath.After(context, Beginning);
        var end = path.IndexOf('/', StringComparison.Ordinal);
        var value = Uri.UnescapeDataString(path[(end + 1)..]);
        if (!IdentityValue.TryParse(value, out var id))
        {
            return TypedResults.Problem(
                $"An id has 1 to {IdentityValue.LengthMax} bytes of UTF-8.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var identity = new IdentityKey(new DataSourceId(source), id);
        return await profiles.FindAsync(identity, cancellationToken) is { } profile
            ? TypedResults.Ok(ProfileAnswer.Of(profile, user.May(Permission.ReadIdentifiers)))
            : TypedResults.Problem(
                $"Nothing is known of this id in data source {source}.",
                statusCode: StatusCodes.Status404NotFound);
    }
}

/// <summary>A profile as its identities, each with what is known of it.</summary>
/// <remarks>Whoever may not see what identifies a person sees <c>dataSource/#place</c> instead: the
/// same for the same identity within the answer.</remarks>
public sealed record ProfileAnswer(FragmentAnswer[] Identities, string[][] Links)
{
    internal static ProfileAnswer Of(Profile profile, bool showsIdentifiers)
    {
        string[] names =
        [
            .. profile.Fragments.Select((fragment, place) => showsIdentifiers
                ? fragment.Identity.ToString()
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fragment.Identity.Source.Value}/#{place + 1}")),
        ];
        return new ProfileAnswer(
            [.. profile.Fragments.Select((fragment, place) =>
                FragmentAnswer.Of(names[place], fragment))],
            [.. profile.Links.Select(link => new[] { names[link.From], names[link.To] })]);
    }
}

/// <summary>One identity, its traits and its segments.</summary>
public sealed record FragmentAnswer(
    string Identity, TraitAnswer[] Traits, MembershipAnswer[] Segments)
{
    internal static FragmentAnswer Of(string name, Fragment fragment) => new(
        name,
        [.. fragment.Traits.Select(held => new TraitAnswer(
            held.Trait.Value, Instant(held.First), Instant(held.Last), held.Total))],
        [.. fragment.Memberships.Select(membership => new MembershipAnswer(
            membership.Segment.Value, Instant(membership.Since)))]);

    private static DateTimeOffset Instant(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds);
}

/// <summary>A trait that an identity holds.</summary>
public sealed record TraitAnswer(int Id, DateTimeOffset First, DateTimeOffset Last, int Total);

/// <summary>A segment that an identity is a member of.</summary>
public sealed record MembershipAnswer(int Id, DateTimeOffset Since);
