using Krewe.Api.Access;
using Krewe.Contracts.Retention;
using Krewe.Contracts.Workspaces;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Retention;

/// <summary>What the weekly walks have forgotten.</summary>
internal static class RetentionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/retention", GetAsync).Requires(Permission.ReadDefinitions);

    private static async Task<Ok<RetentionProgress>> GetAsync(
        IGrainFactory grains, CancellationToken cancellationToken) =>
        TypedResults.Ok(await grains.GetGrain<IRetentionGrain>(WorkspaceId.Main.Name)
            .GetAsync(cancellationToken));
}
