using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Events;

/// <summary>Lets scripts of any web page send events: they run on the pages of customers.</summary>
/// <remarks>Nothing goes by what a browser sends by itself, such as cookies, so no page can make
/// use of what its visitor may do.</remarks>
internal static class ForeignPages
{
    private const string Headers =
        "Authorization, Content-Type, Content-Encoding, X-Api-Key, X-Retry-Count, AnonymousId";

    public static void Allow(HttpResponse response) =>
        response.Headers.AccessControlAllowOrigin = "*";

    public static NoContent AnswerPreflight(HttpResponse response)
    {
        Allow(response);
        response.Headers.AccessControlAllowMethods = "GET, POST, OPTIONS";
        response.Headers.AccessControlAllowHeaders = Headers;
        response.Headers.AccessControlExposeHeaders = "Retry-After, X-RateLimit-Reset";
        response.Headers.AccessControlMaxAge = "86400";
        return TypedResults.NoContent();
    }
}

/// <summary>Tells callers when to come again.</summary>
internal static class RetryHint
{
    /// <summary>Sets the header of HTTP, in seconds, and that of Segment, the Unix time.</summary>
    public static void Set(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var headers = context.Response.Headers;
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] =
            (now.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);
        headers.AccessControlExposeHeaders = "Retry-After, X-RateLimit-Reset";
    }
}
