using Krewe.Contracts.Profiles;
using Krewe.Contracts.Workspaces;
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
    private const int HopsMax = 8;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/profiles/{source:int}/{value}", GetAsync);

    private static async Task<Results<Ok<ProfileAnswer>, ProblemHttpResult>> GetAsync(
        int source, string value, IGrainFactory grains, CancellationToken cancellationToken)
    {
        if (!IdentityValue.TryParse(value, out var id))
        {
            return TypedResults.Problem(
                $"An id has 1 to {IdentityValue.LengthMax} bytes of UTF-8.",
                statusCode: StatusCodes.Status400BadRequest);
        }

        var identity = new IdentityKey(new DataSourceId(source), id);
        var state = await FindAsync(identity, grains, cancellationToken);
        return state.Standing is ProfileStanding.Profile or ProfileStanding.Moving
            ? TypedResults.Ok(ProfileAnswer.Of(state.Profile))
            : TypedResults.Problem(
                $"Nothing is known of this id in data source {source}.",
                statusCode: StatusCodes.Status404NotFound);
    }

    private static async ValueTask<ProfileState> FindAsync(
        IdentityKey identity, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var state = ProfileState.Unknown;
        for (var hop = 0; hop < HopsMax; hop++)
        {
            var key = WorkspaceId.Main.ProfileKey(identity);
            state = await grains.GetGrain<IProfileGrain>(key).GetAsync(cancellationToken);
            if (state.Standing != ProfileStanding.Pointer)
            {
                break;
            }

            identity = state.Owner;
        }

        return state;
    }
}

/// <summary>A profile as its identities, each with what is known of it.</summary>
public sealed record ProfileAnswer(FragmentAnswer[] Identities, string[][] Links)
{
    internal static ProfileAnswer Of(Profile profile) => new(
        [.. profile.Fragments.Select(FragmentAnswer.Of)],
        [.. profile.Links.Select(link => new[]
        {
            profile.Fragments[link.From].Identity.ToString(),
            profile.Fragments[link.To].Identity.ToString(),
        })]);
}

/// <summary>One identity, its traits and its segments.</summary>
public sealed record FragmentAnswer(
    string Identity, TraitAnswer[] Traits, MembershipAnswer[] Segments)
{
    internal static FragmentAnswer Of(Fragment fragment) => new(
        fragment.Identity.ToString(),
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
