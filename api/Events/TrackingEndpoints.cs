using System.Security.Claims;
using Krewe.Api.Access;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Krewe.Api.Events;

/// <summary>The tracking calls of Segment's and RudderStack's libraries.</summary>
/// <remarks>
/// <para>Whatever becomes of its messages, a request that is JSON and not too long is answered with
/// success: libraries throw a whole batch away that is refused. Too much at once is answered with
/// 429 and a silo that stops with 503, which they send again.</para>
/// <para>Source: Segment, "HTTP tracking API", read 2026-11; what the libraries do was measured.
/// </para>
/// </remarks>
internal static class TrackingEndpoints
{
    private const string Path = $"/v1/{{call:regex(^({TrackedCalls.Paths})$)}}";
    private const string Success = """{"success":true}""";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, ReceiveAsync)
            .RequiresKeyHereOrInBody()
            .IsNotAudited("Events are too many; what became of the latest is shown by itself.");
        routes.MapMethods(Path, [HttpMethods.Options], ForeignPages.AnswerPreflight)
            .AllowAnonymous()
            .IsNotAudited("It asks what may be sent.");
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> ReceiveAsync(
        string call,
        HttpContext context,
        TrackingDesk desk,
        KeyHolders holders,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellationToken)
    {
        ForeignPages.Allow(context.Response);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Stopping(context.Response);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = 2 * TrackedBatch.BytesMax;
        }

        var kind = TrackedCalls.OfPath(call);
        using var body = await BoundedBody.ReadAsync(
            context.Request, TrackedBatch.BytesMax, cancellationToken);
        var envelope = default(TrackedEnvelope);
        if ((body.Fault ?? TrackedBatch.Check(body.Bytes, kind, out envelope)) is { } fault)
        {
            return TypedResults.Problem(fault, statusCode: StatusCodes.Status400BadRequest);
        }

        if (await CallerAsync(context, envelope.KeyIn(body.Bytes), holders) is not { } user)
        {
            return Unknown(context.Response);
        }

        if (!user.May(Permission.Ingest))
        {
            return AccessRefusals.Missing(Permission.Ingest, user);
        }

        var wait = await desk.TakeAsync(
            body, envelope, kind, context.Request, user, cancellationToken);
        return wait is { } time
            ? Busy(context, time)
            : TypedResults.Content(Success, "application/json");
    }

    // A key in a header counts; only who sends none that is known is looked for in the body.
    private static async ValueTask<ClaimsPrincipal?> CallerAsync(
        HttpContext context, string? writeKey, KeyHolders holders)
    {
        if (context.User.Caller() is not null)
        {
            return context.User;
        }

        return writeKey is null ? null : await holders.FindAsync(writeKey, context);
    }

    private static ProblemHttpResult Unknown(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Bearer realm=\"krewe\"";
        return TypedResults.Problem(
            "The write key is missing, unknown or revoked. Give event clients an API key of the "
            + "role ingest for write key; an operator makes one with: keys create --role ingest "
            + "--name NAME.",
            statusCode: StatusCodes.Status401Unauthorized);
    }

    private static ProblemHttpResult Busy(HttpContext context, TimeSpan wait)
    {
        RetryHint.Set(context, wait);
        return TypedResults.Problem(
            "More events come than can be written down. Send these again later.",
            statusCode: StatusCodes.Status429TooManyRequests);
    }

    private static ProblemHttpResult Stopping(HttpResponse response)
    {
        response.Headers.RetryAfter = "1";
        return TypedResults.Problem(
            "This silo is stopping. Send the events again.",
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
