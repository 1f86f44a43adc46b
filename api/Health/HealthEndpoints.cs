using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Health;

/// <summary>What operators and their tools ask of a process.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the doors.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(HealthAnswer.Current))
            .AllowAnonymous();
        routes.MapGet("/health/ready", ReadyAsync).AllowAnonymous();
    }

    private static async Task<Results<Ok<HealthAnswer>, ProblemHttpResult>> ReadyAsync(
        IReadiness readiness, CancellationToken cancellationToken)
    {
        var fault = await readiness.FindFaultAsync(cancellationToken);
        return fault is null
            ? TypedResults.Ok(HealthAnswer.Current)
            : TypedResults.Problem(fault, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}

/// <summary>Which process answers.</summary>
public sealed record HealthAnswer(int Process)
{
    internal static HealthAnswer Current { get; } = new(Environment.ProcessId);
}
