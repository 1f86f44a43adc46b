using Krewe.Sandbox.State;

namespace Krewe.Sandbox.Control;

/// <summary>Accounts, people, applications, tokens, quotas and what people consent to.</summary>
internal static class SeedControl
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/seed", (SandboxState state, WorldSeed seed) =>
        {
            seed.Plant(state.World);
            return Results.NoContent();
        });
        group.MapPost("/quotas", (SandboxState state, QuotaChange change) =>
        {
            Account(state, change.Account).CallsPerHour = change.CallsPerHour;
            return Results.NoContent();
        });
        group.MapPost("/consent", (SandboxState state, ConsentChange change) =>
        {
            Decide(state.World, change);
            return Results.NoContent();
        });
        MapTokens(group);
    }

    private static void MapTokens(RouteGroupBuilder group)
    {
        group.MapGet("/tokens", (SandboxState state) => state.World.Tokens.List()
            .Select(token => Show(token, state.World.Clock.GetUtcNow())));
        group.MapPost("/tokens", (SandboxState state, TokenSeed seed) =>
        {
            var token = WorldSeed.PlantToken(state.World, seed);
            return new { token.Id, Token = token.Value, token.ExpiresAt };
        });
        group.MapPost("/tokens/{id}/expire", (SandboxState state, string id) =>
        {
            var token = Token(state, id);
            token.ExpiresAt = state.World.Clock.GetUtcNow();
            return Show(token, state.World.Clock.GetUtcNow());
        });
        group.MapPost("/tokens/{id}/revoke", (SandboxState state, string id) =>
        {
            var token = Token(state, id);
            token.IsRevoked = true;
            return Show(token, state.World.Clock.GetUtcNow());
        });
    }

    private static object Show(AccessToken token, DateTimeOffset now) => new
    {
        token.Id,
        User = token.UserId,
        App = token.AppId,
        token.Scopes,
        token.IssuedAt,
        token.ExpiresAt,
        State = token.IsRevoked ? "revoked" : token.IsExpired(now) ? "expired" : "valid",
    };

    private static void Decide(World world, ConsentChange change)
    {
        var known = world.Consent;
        world.Consent = known with
        {
            Approves = change.Decision switch
            {
                null => known.Approves,
                "approve" => true,
                "deny" => false,
                var other => throw new ControlRefusalException($"{other} is not approve or deny."),
            },
            UserId = change.User ?? known.UserId,
            TokenLifetime = change.TokenSeconds is { } seconds
                ? TimeSpan.FromSeconds(seconds)
                : known.TokenLifetime,
        };
    }

    private static AccessToken Token(SandboxState state, string id) =>
        state.World.Tokens.FindById(id)
        ?? throw new ControlRefusalException($"There is no token {id}: ids are in GET tokens.");

    private static AdAccount Account(SandboxState state, string id) =>
        state.World.Accounts.GetValueOrDefault(WorldSeed.Bare(id))
        ?? throw new ControlRefusalException($"There is no account {id}.");
}

/// <summary>Null goes back to the quota of the account's tier.</summary>
internal sealed record QuotaChange(string Account, int? CallsPerHour);

internal sealed record ConsentChange(string? Decision, string? User, long? TokenSeconds);
