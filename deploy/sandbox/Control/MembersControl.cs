using System.Text.Json;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Control;

/// <summary>Who is in an audience, as the platform would never tell.</summary>
internal static class MembersControl
{
    private const int ChunkMembers = 4_096;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/audiences", (SandboxState state) => state.World.Audiences.Values
            .OrderBy(audience => audience.Id, StringComparer.Ordinal)
            .Select(Show));
        group.MapGet("/audiences/{id}", (SandboxState state, string id) =>
            state.World.Audiences.TryGetValue(id, out var audience)
                ? Results.Ok(Show(audience))
                : NotThere(id));
        group.MapGet(
            "/audiences/{id}/members",
            (SandboxState state, HttpContext context, string id, string? format, int? limit,
                int? after) => state.World.Audiences.TryGetValue(id, out var audience)
                ? WriteMembers(context, audience, format ?? "tuples", limit, after ?? 0)
                : NotThere(id));
    }

    private static IResult NotThere(string id) =>
        Results.NotFound(new { error = $"There is no audience {id}." });

    private static object Show(Audience audience)
    {
        lock (audience.Gate)
        {
            return new
            {
                audience.Id,
                AccountId = audience.Account.Id,
                audience.Name,
                audience.Description,
                audience.Settings,
                Members = audience.Members.Count,
                audience.Received,
                audience.Invalid,
                IsReplacing = audience.Replace is not null,
                audience.CreatedAt,
                audience.ContentUpdatedAt,
            };
        }
    }

    private static IResult WriteMembers(
        HttpContext context, Audience audience, string format, int? limit, int after)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var left = limit ?? int.MaxValue;
        return format switch
        {
            "tuples" => Results.Stream(
                body => TuplesAsync(body, audience, left, after, context.RequestAborted),
                "application/json"),
            "lines" => Results.Stream(
                body => LinesAsync(body, audience, left, after, context.RequestAborted),
                "text/plain"),
            _ => throw new ControlRefusalException($"format {format} is not tuples or lines."),
        };
    }

    /// <summary>
    /// <c>{"data":[[["EMAIL","f1904c…"]],…],"next":4096}</c>; next is missing after the last.
    /// </summary>
    private static async Task TuplesAsync(
        Stream body, Audience audience, int left, int after, CancellationToken cancellationToken)
    {
        await using var writer = new Utf8JsonWriter(body);
        writer.WriteStartObject();
        writer.WriteStartArray("data");
        int? place = after;
        while (place is { } from && left > 0)
        {
            (var members, place) = Read(audience, from, Math.Min(left, ChunkMembers));
            left -= members.Count;
            members.ForEach(member => WriteTuple(writer, member));
            await writer.FlushAsync(cancellationToken);
        }

        writer.WriteEndArray();
        if (place is { } next)
        {
            writer.WriteNumber("next", next);
        }

        writer.WriteEndObject();
        await writer.FlushAsync(cancellationToken);
    }

    /// <summary>One member a line: <c>EMAIL=f1904c…;PHONE=1ef970…</c>.</summary>
    private static async Task LinesAsync(
        Stream body, Audience audience, int left, int after, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(body);
        int? place = after;
        while (place is { } from && left > 0)
        {
            (var members, place) = Read(audience, from, Math.Min(left, ChunkMembers));
            left -= members.Count;
            foreach (var member in members)
            {
                var parts = member.Select(part => $"{NameOf(part)}={part.Shown}");
                await writer.WriteAsync(string.Join(';', parts) + "\n");
            }

            await writer.FlushAsync(cancellationToken);
        }
    }

    private static (List<MemberPart[]> Members, int? Next) Read(
        Audience audience, int from, int countMax)
    {
        var members = new List<MemberPart[]>();
        lock (audience.Gate)
        {
            var next = audience.Members.Read(from, countMax, members);
            return (members, next);
        }
    }

    private static void WriteTuple(Utf8JsonWriter writer, MemberPart[] member)
    {
        writer.WriteStartArray();
        foreach (var part in member)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(NameOf(part));
            writer.WriteStringValue(part.Shown);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static string NameOf(MemberPart part) => part.Identifier.Kind switch
    {
        IdentifierKind.Email => "EMAIL",
        IdentifierKind.Phone => "PHONE",
        IdentifierKind.ExternalId => "EXTERN_ID",
        IdentifierKind.MobileAdId => "MADID",
        IdentifierKind.PageUserId => "PAGEUID",
        IdentifierKind.AppUserId => "UID",
        IdentifierKind.Gender => "GEN",
        IdentifierKind.BirthYear => "DOBY",
        IdentifierKind.BirthMonth => "DOBM",
        IdentifierKind.BirthDay => "DOBD",
        IdentifierKind.FirstName => "FN",
        IdentifierKind.LastName => "LN",
        IdentifierKind.FirstInitial => "FI",
        IdentifierKind.City => "CT",
        IdentifierKind.State => "ST",
        IdentifierKind.PostalCode => "ZIP",
        _ => "COUNTRY",
    };
}
