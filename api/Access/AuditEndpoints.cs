using Krewe.Domain.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Krewe.Api.Access;

/// <summary>Who did what.</summary>
internal static class AuditEndpoints
{
    private const int LimitDefault = 50;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/audit", ListAsync).Requires(Permission.ReadAudit);

    private static async Task<Ok<AuditAnswer>> ListAsync(
        AuditLog audit,
        CancellationToken cancellationToken,
        long? before = null,
        int limit = LimitDefault)
    {
        var list = await audit.ListAsync(before, Math.Max(1, limit), cancellationToken);
        return TypedResults.Ok(new AuditAnswer(
            [.. list.Entries.Select(AuditEntryAnswer.Of)], list.Before));
    }
}

/// <summary>Entries of the audit log, newest first.</summary>
/// <param name="Entries">The entries.</param>
/// <param name="Before">What to ask with for those before; null: there are none.</param>
public sealed record AuditAnswer(AuditEntryAnswer[] Entries, long? Before);

/// <summary>Something that was done, or asked for.</summary>
public sealed record AuditEntryAnswer(
    long Number,
    DateTimeOffset At,
    int? Key,
    string Who,
    string Action,
    string Kind,
    string Id,
    AuditOutcome Outcome)
{
    internal static AuditEntryAnswer Of(AuditEntry entry) => new(
        entry.Number,
        entry.At,
        entry.Record.Actor.Key?.Value,
        entry.Record.Actor.Name,
        entry.Record.Action,
        entry.Record.Kind,
        entry.Record.Id,
        entry.Record.Outcome);
}
