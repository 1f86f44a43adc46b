using Krewe.Sandbox.Calls;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Meta;

/// <summary>One call to the Graph API.</summary>
internal sealed class MetaCall(World world) : PlatformCall(world)
{
    public override string Platform => MetaPlatform.Name;

    public required IReadOnlyList<string> Segments { get; init; }

    public required MetaParameters Parameters { get; init; }

    /// <summary>Scheme, host, prefix and version as the client reached us.</summary>
    public required string BaseAddress { get; init; }

    public required string Version { get; init; }

    /// <summary>The token as it arrived, or null.</summary>
    public string? TokenValue { get; init; }

    public bool TokenInQuery { get; init; }

    public DateTimeOffset Now => World.Clock.GetUtcNow();

    public static async Task<MetaCall> ReadAsync(
        HttpContext context, World world, PathString path, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var parameters = await MetaParameters.ReadAsync(request, cancellationToken);
        var segments = path.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries);
        var hasVersion = segments is [var first, ..] && IsVersion(first);
        var version = hasVersion ? segments[0] : MetaPlatform.DefaultVersion;
        segments = hasVersion ? segments[1..] : segments;
        var audience = FindAudience(world, segments);
        var bearer = Bearer(request);
        var call = new MetaCall(world)
        {
            Method = MethodOf(request, parameters),
            Path = "/" + string.Join('/', segments),
            Segments = segments,
            Parameters = parameters,
            Version = version,
            BaseAddress = $"{request.Scheme}://{request.Host}{request.PathBase}"
                + (hasVersion ? "/" + version : ""),
            AccountId = audience?.Account.Id ?? AccountOf(segments),
            AudienceId = audience?.Id,
            TokenValue = bearer ?? parameters.Text("access_token"),
            TokenInQuery = bearer is null && request.Query.ContainsKey("access_token"),
        };
        call.Facts.Encoding = parameters.Encoding;
        return call;
    }

    public string Require(string name) =>
        Parameters.Text(name) is { Length: > 0 } text
            ? text
            : throw new MetaRefusalException(
                MetaErrors.Invalid($"The parameter {name} is required"));

    // POST with method=delete is honoured for clients that cannot send a DELETE.
    private static string MethodOf(HttpRequest request, MetaParameters parameters) =>
        HttpMethods.IsPost(request.Method) && parameters.Text("method") is { Length: > 0 } method
            ? method.ToUpperInvariant()
            : request.Method;

    private static string? Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : header.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase)
                ? header["OAuth ".Length..].Trim()
                : null;
    }

    private static Audience? FindAudience(World world, string[] segments) =>
        segments is [var id, ..] ? world.Audiences.GetValueOrDefault(id) : null;

    private static string? AccountOf(string[] segments) =>
        segments is [['a', 'c', 't', '_', .. var id], ..] ? id : null;

    // v24.0, v9 or any other: the sandbox knows no version from another.
    private static bool IsVersion(string segment) =>
        segment is ['v', .. { Length: > 0 } number]
        && number.All(c => char.IsAsciiDigit(c) || c == '.')
        && char.IsAsciiDigit(number[0]);
}
