using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Access;

/// <summary>Lets nobody in but callers on this machine: there are no credentials yet.</summary>
internal static class LoopbackOnly
{
    public static void UseLoopbackOnly(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
            ? next(context)
            : RefuseAsync(context));

    private static Task RefuseAsync(HttpContext context) => TypedResults
        .Problem(
            "Only callers on this machine are let in. Put a proxy that knows your users before it.",
            statusCode: StatusCodes.Status403Forbidden)
        .ExecuteAsync(context);
}
