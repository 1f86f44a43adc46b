using System.Collections.Immutable;
using Krewe.Api.Access;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Events;

/// <summary>The doors of live events, and what became of the latest.</summary>
internal static class EventEndpoints
{
    private const int FirstDefault = 100;

    public static void AddEvents(this IServiceCollection services)
    {
        services.AddSingleton<EventDirectories>();
        services.AddSingleton<VerdictLog>();
        services.AddSingleton<TrackingDesk>();
        services.AddSingleton<CollectionDesk>();
        services.AddSingleton<GraphEventDesk>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        TrackingEndpoints.Map(routes);
        CollectionEndpoints.Map(routes);
        routes.MapGet("/v1/events", List).Requires(Permission.ReadJobs);
    }

    private static Ok<ImmutableArray<EventAnswer>> List(
        VerdictLog log, string? source = null, string? verdict = null, int first = FirstDefault) =>
        TypedResults.Ok(log.Latest(source, verdict, Math.Clamp(first, 0, VerdictLog.EntriesMax)));
}
