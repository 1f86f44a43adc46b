using System.Net;
using Microsoft.AspNetCore.Http;

namespace Krewe.Api.Access;

/// <summary>Tells callers on this machine from those that only seem to be.</summary>
internal static class LocalCaller
{
    private static readonly string[] Forwarding =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via"];

    /// <summary>Whether the caller is a program on this machine, and not a proxy that speaks for
    /// somebody else.</summary>
    public static bool IsOnThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address)
            ? !Forwarding.Any(context.Request.Headers.ContainsKey)
            : false;

    /// <summary>Whether the request was addressed to this machine. A name that a foreign page had
    /// resolved to this machine was not.</summary>
    public static bool IsAddressedHere(HttpRequest request) =>
        !request.Host.HasValue || IsThisMachine(request.Host.Host);

    /// <summary>Whether a page from elsewhere, in a browser on this machine, makes the
    /// request.</summary>
    public static bool IsOfForeignPage(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !(Uri.TryCreate(origin, UriKind.Absolute, out var page) && IsThisMachine(page.Host));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && IPAddress.IsLoopback(address));
}
