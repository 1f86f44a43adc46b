using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Krewe.Api.Access;
using Krewe.Contracts.Events;
using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Events;

/// <summary>Audience Manager's data-collection call, and the one to opt out.</summary>
/// <remarks>
/// <para>Who asks for JSON waits until the profile has taken the call in; others get an image of
/// one point, or nothing where they posted. Faults are answered with 200, as such callers
/// expect; 429 only says that too much comes at once.</para>
/// <para>Source: Audience Manager, "Send data to the DCS", "Receive data from the DCS" and
/// "Declared IDs", read 2026-11.</para>
/// </remarks>
internal static partial class CollectionEndpoints
{
    private const string Sync = "/ibs:";
    private const string NotAudited =
        "Events are too many; what became of the latest is shown by itself.";

    // A GIF of one point that cannot be seen.
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/event", (HttpContext context, CollectionDesk desk) =>
            AnswerAsync(context, desk, isOptOut: false)).Requires(Permission.Ingest);
        routes.MapPost("/event", (HttpContext context, CollectionDesk desk) =>
            AnswerAsync(context, desk, isOptOut: false))
            .Requires(Permission.Ingest)
            .IsNotAudited(NotAudited);
        routes.MapMethods("/event", [HttpMethods.Options], ForeignPages.AnswerPreflight)
            .AllowAnonymous()
            .IsNotAudited("It asks what may be sent.");
        foreach (var path in new[] { "/demoptout", "/demoptout.jpg" })
        {
            routes.MapGet(path, (HttpContext context, CollectionDesk desk) =>
                AnswerAsync(context, desk, isOptOut: true)).Requires(Permission.Ingest);
        }

        routes.MapGet(Sync + "{pair}", (HttpContext context, CollectionDesk desk) =>
            AnswerAsync(context, desk, isOptOut: false, PairOf(RawPath.After(context, Sync))))
            .Requires(Permission.Ingest);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context, CollectionDesk desk, bool isOptOut) =>
        await AnswerAsync(
            context,
            desk,
            isOptOut,
            await ReadAsync(context.Request, context.RequestAborted));

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        CollectionDesk desk,
        bool isOptOut,
        List<(string Key, byte[] Value)>? parameters)
    {
        ForeignPages.Allow(context.Response);
        context.Response.Headers.CacheControl = "no-store";
        var answer = await desk.TakeAsync(
            parameters, context.Request, isOptOut, context.RequestAborted);
        if (answer.Verdict is { Outcome: EventOutcome.Refused } refused)
        {
            RetryHint.Set(context, refused.RetryAfter);
            return TypedResults.Problem(
                "More events come than can be written down. Send this again later.",
                statusCode: StatusCodes.Status429TooManyRequests);
        }

        return answer.Call.WantsJson || (parameters is null && AsksForJson(context.Request))
            ? Json(answer, context.Response)
            : HttpMethods.IsGet(context.Request.Method)
                ? TypedResults.Bytes(Pixel, "image/gif")
                : TypedResults.NoContent();
    }

    // Of a call that cannot be read otherwise.
    private static bool AsksForJson(HttpRequest request) => request.QueryString.Value is { } query
        && query.TrimStart('?').Split('&').Contains("d_rtbd=json", StringComparer.Ordinal);

    // dpid=DPID&dpuuid=ID stands in the path, where a plus is a plus.
    private static List<(string Key, byte[] Value)>? PairOf(string pair)
    {
        var parameters = new List<(string Key, byte[] Value)>();
        var text = pair.Replace("+", "%2B", StringComparison.Ordinal);
        return CollectionParameters.TryAdd(text, parameters)
            ? [.. parameters.Select(one => one.Key switch
            {
                "dpid" or "dpuuid" => ($"d_{one.Key}", one.Value),
                _ => one,
            })]
            : null;
    }

    private static async Task<List<(string Key, byte[] Value)>?> ReadAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var parameters = new List<(string, byte[])>();
        if (!CollectionParameters.TryAdd(
            request.QueryString.Value.AsSpan().TrimStart('?'), parameters))
        {
            return null;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return parameters;
        }

        using var body = await BoundedBody.ReadAsync(
            request, CollectionParameters.LengthMax, cancellationToken);
        return body.Fault is null
            && Utf8.IsValid(body.Bytes)
            && CollectionParameters.TryAdd(Encoding.UTF8.GetString(body.Bytes), parameters)
                ? parameters
                : null;
    }

    // A name that is no name of a function is not written into a script.
    private static IResult Json(CollectionAnswer answer, HttpResponse response)
    {
        var json = Write(answer);
        response.Headers.XContentTypeOptions = "nosniff";
        return answer.Call.Callback is { } name && Function().IsMatch(name)
            ? TypedResults.Text(
                $"/**/{name}({Encoding.UTF8.GetString(json)});", "application/javascript")
            : TypedResults.Bytes(json, "application/json");
    }

    private static byte[] Write(CollectionAnswer answer)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write(json, answer);
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void Write(Utf8JsonWriter json, CollectionAnswer answer)
    {
        var isOut = answer.IsOptOut || answer.Verdict is { IsOptedOut: true };
        var verdict = isOut ? null : answer.Verdict;
        json.WriteStartArray("stuff");
        json.WriteEndArray();
        if (verdict is not null)
        {
            json.WriteString("uuid", answer.Uuid);
        }

        json.WriteNumber("dcs_region", 0);
        json.WriteString("tid", answer.Tid);
        if (verdict is not null)
        {
            WriteNumbers(json, "traits", verdict.Realized.Select(trait => trait.Value));
            WriteNumbers(json, "segments", verdict.Segments.Select(segment => segment.Value));
        }

        var faults = isOut ? answer.Call.Faults.Prepend(CollectionFault.OptedOut)
            : answer.Call.Faults;
        WriteFaults(json, [.. faults]);
    }

    private static void WriteNumbers(
        Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static void WriteFaults(Utf8JsonWriter json, CollectionFault[] faults)
    {
        if (faults.Length == 0)
        {
            return;
        }

        json.WriteStartArray("errors");
        foreach (var fault in faults.Distinct())
        {
            json.WriteStartObject();
            json.WriteNumber("code", fault.Code);
            json.WriteString("msg", fault.Msg);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    [GeneratedRegex(@"\A[A-Za-z_$][A-Za-z0-9_$]{0,63}(?:\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,4}\z",
        RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Function();
}
