using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Krewe.Api;

/// <summary>The path of a request as it was sent: what stands encoded in an id is not taken for
/// what divides the path.</summary>
internal static class RawPath
{
    /// <summary>What follows a beginning, still encoded.</summary>
    public static string After(HttpContext context, string beginning)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.StartsWith('/')
            ? target.AsSpan()
            : (context.Request.PathBase + context.Request.Path).ToUriComponent();
        var query = path.IndexOf('?');
        path = query < 0 ? path : path[..query];
        var start = path.IndexOf(beginning, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? "" : path[(start + beginning.Length)..].ToString();
    }
}
