namespace Krewe.Sandbox.State;

/// <summary>A person who signs in at a platform and may use some of its ad accounts.</summary>
internal sealed record SandboxUser(string Id, string Name, IReadOnlySet<string> AccountIds);

/// <summary>A client application. No redirect addresses means that any will do.</summary>
internal sealed record ClientApp(
    string Id, string Secret, string Name, IReadOnlyList<string> RedirectUris);

/// <summary>A bearer of rights. Its value is secret; its id may be shown.</summary>
internal sealed class AccessToken(string id, string value, string userId, string appId)
{
    public string Id { get; } = id;

    public string Value { get; } = value;

    public string UserId { get; } = userId;

    public string AppId { get; } = appId;

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Null for a token that never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public bool IsRevoked { get; set; }

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;
}

/// <summary>What a person agreed to, to be changed for a token once.</summary>
internal sealed record AuthorizationCode(
    string Value,
    string AppId,
    string UserId,
    string RedirectUri,
    IReadOnlyList<string> Scopes,
    DateTimeOffset ExpiresAt);
