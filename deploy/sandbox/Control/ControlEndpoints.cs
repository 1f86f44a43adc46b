using System.Text.Json;
using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Control;

/// <summary>The door through which a test sets the stage and looks behind it.</summary>
internal static class ControlEndpoints
{
    private const int PageMax = 10_000;

    public static void MapControl(this WebApplication app)
    {
        var group = app.MapGroup("/__sandbox");
        group.AddEndpointFilter(RefuseNonsenseAsync);
        group.MapPost("/reset", (SandboxState state) =>
        {
            state.Reset();
            return Results.NoContent();
        });
        MapLooks(group);
        ClockControl.Map(group);
        SeedControl.Map(group);
        FaultControl.Map(group);
        MembersControl.Map(group);
        group.Map("/{**path}", () => Results.NotFound(new { error = "No such control." }));
    }

    private static void MapLooks(RouteGroupBuilder group)
    {
        group.MapGet("/requests", (SandboxState state, long? since, int? limit) =>
        {
            var items = state.World.Journal.Since(since ?? 0, limit ?? PageMax);
            var next = items is [.., var last] ? last.Sequence : since ?? 0;
            return new { Next = next, Items = items };
        });
        group.MapGet("/violations", (SandboxState state) => new
        {
            state.World.Violations.Total,
            ByKind = state.World.ViolationCounts,
            Items = state.World.Violations.Since(0, PageMax),
        });
        group.MapGet("/accounts", (SandboxState state) => state.World.Accounts.Values
            .OrderBy(account => account.Id, StringComparer.Ordinal)
            .Select(account => new
            {
                account.Id,
                account.Name,
                account.BusinessId,
                Tos = account.TermsAccepted,
                Tier = account.IsAdvancedTier ? "advanced_access" : "standard_access",
                account.CallsPerHour,
                Calls = account.Calls.Current(state.World.Clock.GetUtcNow()),
                Audiences = account.Audiences.Count,
            }));
    }

    /// <summary>What cannot be understood is told, not half done in silence.</summary>
    private static async ValueTask<object?> RefuseNonsenseAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception fault) when (fault is ControlRefusalException
            or ArgumentException or FormatException or JsonException or OverflowException)
        {
            return Results.BadRequest(new { error = fault.Message });
        }
    }
}
