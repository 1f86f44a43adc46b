using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Krewe.Api.Access;

/// <summary>Says of a door that changes something how the audit log learns of it.</summary>
/// <param name="Action">The code; null: it does not.</param>
/// <param name="Reason">Why not.</param>
internal sealed record AuditMetadata(string? Action, string? Reason);

/// <summary>Writes what goes through a door to the audit log.</summary>
internal static class Audited
{
    /// <summary>Writes down each call that reached the door's own code.</summary>
    /// <param name="door">The door.</param>
    /// <param name="action">The code.</param>
    /// <param name="kind">The kind of thing that is changed.</param>
    /// <param name="idOf">The id of what was changed, of the call and its answer.</param>
    public static RouteHandlerBuilder Audits(
        this RouteHandlerBuilder door,
        string action,
        string kind,
        Func<HttpContext, object?, string?> idOf) => door
        .WithMetadata(new AuditMetadata(action, null))
        .AddEndpointFilter((call, next) =>
        {
            var context = call.HttpContext;
            var audit = context.RequestServices.GetRequiredService<AuditLog>();
            return new ValueTask<object?>(audit.DoAsync(
                context.User,
                action,
                kind,
                () => next(call).AsTask(),
                result => (idOf(context, ValueOf(result)), IsRefusal(result))));
        });

    /// <summary>The door's own code writes to the log.</summary>
    public static RouteHandlerBuilder AuditsItself(this RouteHandlerBuilder door, string action) =>
        door.WithMetadata(new AuditMetadata(action, null));

    /// <summary>Nothing that goes through the door is written down.</summary>
    public static TBuilder IsNotAudited<TBuilder>(this TBuilder door, string because)
        where TBuilder : IEndpointConventionBuilder =>
        door.WithMetadata(new AuditMetadata(null, because));

    // A handler that answers with one of several results answers with a wrapper.
    private static object? Bare(object? result) =>
        result is INestedHttpResult nested ? Bare(nested.Result) : result;

    private static object? ValueOf(object? result) => (Bare(result) as IValueHttpResult)?.Value;

    private static bool IsRefusal(object? result) =>
        Bare(result) is IStatusCodeHttpResult { StatusCode: >= 400 };
}
